package io.github.insiderwebpush.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DurationsTests {

	@Test
	void endlessDurationHasAReadableTextToo() {
		assertThat(Durations.readable(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("876000h");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0s", "1, 0s", "49, 0s", "50, 0.1s", "400, 0.4s", "960, 1s", "1000, 1s", "1949, 1.9s", "9960, 10s",
			"57400, 57s", "57600, 58s", "90000, 1m30s", "60000, 1m", "3600000, 1h" })
	void readableTextHasADecimalOnlyWhereItTells(long millis, String text) {
		assertThat(Durations.readable(Duration.ofMillis(millis))).isEqualTo(text);
	}

}
