package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What must be on the class path is checked when the application starts.
 */
class PrerequisitesTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@ParameterizedTest
	@ValueSource(strings = { "4.0.0", "4.0.1", "3.5.9", "4.0", "4.0.0-RC1", "4.0.1-SNAPSHOT" })
	void olderSpringBootIsRefusedInWords(String version) {
		assertThatExceptionOfType(InvalidWebPushConfigurationException.class)
			.isThrownBy(() -> Prerequisites.checkVersion(version))
			.withMessage(
					"The web push client needs Spring Boot 4.0.2 or newer, but this is Spring Boot " + version + ".")
			.satisfies((ex) -> assertThat(ex.action()).contains("4.0.2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "4.0.2", "4.0.9", "4.0.10", "4.1.0-SNAPSHOT", "4.1.2", "4.10.0", "5.0.0", "10.0.0" })
	void springBootThatWorksIsTaken(String version) {
		assertThatCode(() -> Prerequisites.checkVersion(version)).doesNotThrowAnyException();
	}

	@Test
	void missingJacksonIsSaidAtTheStart() {
		this.vendor.application()
			.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean(WebPushTemplate.class))
				.havingRootCause()
				.isInstanceOf(InvalidWebPushConfigurationException.class)
				.withMessageContaining("Jackson 3")
				.withMessageContaining("is not on the class path"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "headers", "all", "requests,headers", "errors,all" })
	void loggingOfTheHttpClientThatWouldPrintTheTokenIsRefused(String value) {
		System.setProperty("jdk.httpclient.HttpClient.log", value);
		try {
			this.vendor.application()
				.run((context) -> assertThatException().isThrownBy(() -> context.getBean(WebPushTemplate.class))
					.havingRootCause()
					.isInstanceOf(InvalidWebPushConfigurationException.class)
					.withMessageContaining("'jdk.httpclient.HttpClient.log' is '" + value + "'"));
		}
		finally {
			System.clearProperty("jdk.httpclient.HttpClient.log");
		}
	}

}
