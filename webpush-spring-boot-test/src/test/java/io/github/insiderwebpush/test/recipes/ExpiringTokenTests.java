package io.github.insiderwebpush.test.recipes;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.insiderwebpush.test.recipes.ExpiringToken.Token;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ExpiringTokenTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T10:00:00Z"));

	private final AtomicInteger requests = new AtomicInteger();

	private final ExpiringToken token = new ExpiringToken(
			() -> new Token("token-" + this.requests.incrementAndGet(), this.now.get().plus(Duration.ofMinutes(90))),
			this.now::get);

	@Test
	void tokenIsRequestedOnceAndAgainBeforeItExpires() {
		assertThat(this.token.get()).isEqualTo("token-1");
		this.now.updateAndGet((instant) -> instant.plus(Duration.ofMinutes(85)));
		assertThat(this.token.get()).isEqualTo("token-1");
		this.now.updateAndGet((instant) -> instant.plusSeconds(1));
		assertThat(this.token.get()).isEqualTo("token-2");
	}

	@Test
	void failedRequestIsTriedAgainByTheNextCall() {
		ExpiringToken failing = new ExpiringToken(() -> {
			if (this.requests.incrementAndGet() == 1) {
				throw new IllegalStateException("The token endpoint does not respond");
			}
			return new Token("token", this.now.get().plus(Duration.ofMinutes(90)));
		}, this.now::get);
		assertThatIllegalStateException().isThrownBy(failing::get);
		assertThat(failing.get()).isEqualTo("token");
	}

	@Test
	void tokenIsNotPrinted() {
		assertThat(new Token("secret", this.now.get()).toString()).doesNotContain("secret");
	}

}
