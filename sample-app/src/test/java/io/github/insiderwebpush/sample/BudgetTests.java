package io.github.insiderwebpush.sample;

import java.net.http.HttpResponse;
import java.time.Duration;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.sample.SandboxConfiguration.StandIn;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

import static io.github.insiderwebpush.sample.SampleClient.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses of the sample without budget, here or at Insider One.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "webpush.token=", "webpush.partner-id=", "webpush.retry.max-retries=0",
				"webpush.rate-limit.burst=1", "webpush.rate-limit.create.limit-for-period=1",
				"webpush.rate-limit.create.timeout-duration=1s" })
@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
class BudgetTests {

	private final WebPushSandbox sandbox;

	private final SampleClient sample;

	BudgetTests(@Autowired StandIn standIn, @Autowired Environment environment) {
		this.sandbox = standIn.sandbox();
		this.sample = new SampleClient(environment.getRequiredProperty("local.server.port", Integer.class));
	}

	@Test
	void exhaustedBudgetIs429WithRetryAfterAndNothingIsSent() {
		assertThat(this.sample.create("First", "en_GB").statusCode()).isEqualTo(201);
		HttpResponse<String> response = this.sample.create("Second", "en_GB");
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValueAsLong("Retry-After").getAsLong()).isBetween(2L, 60L);
		assertThat(json(response).path("error").asString()).isEqualTo("BUDGET_EXHAUSTED");
		assertThat(json(response).path("outcome").asString()).isEqualTo("NOT_APPLIED");
		assertThat(json(response).path("detail").asString()).contains("Too many campaigns at once",
				"Nothing was created");
		assertThat(this.sandbox.requests()).hasSize(1);
	}

	@Test
	void throttleOfTheVendorsIs429WithItsRetryAfter() {
		this.sandbox.onNext(WebPushOperation.CREATE).throttle(Duration.ofSeconds(17));
		HttpResponse<String> response = this.sample.create("First", "en_GB");
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("Retry-After")).contains("17");
		assertThat(json(response).path("error").asString()).isEqualTo("RATE_LIMITED");
	}

	@Test
	void createDuringAPauseIs429WithTheRestOfIt() {
		this.sandbox.onNext(WebPushOperation.CREATE).throttle(Duration.ofMinutes(3));
		assertThat(this.sample.create("First", "en_GB").statusCode()).isEqualTo(429);
		HttpResponse<String> response = this.sample.create("Second", "en_GB");
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValueAsLong("Retry-After").getAsLong()).isBetween(61L, 180L);
		assertThat(json(response).path("error").asString()).isEqualTo("PAUSED_BY_SERVER");
		assertThat(json(response).path("detail").asString()).contains("asked for a pause", "Nothing was created");
		assertThat(this.sandbox.requests()).hasSize(1);
	}

	@Test
	void throttleThatNamesNoWaitIs429WithAMinute() {
		this.sandbox.onNext(WebPushOperation.CREATE).throttle();
		HttpResponse<String> response = this.sample.create("First", "en_GB");
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("Retry-After")).contains("60");
	}

}
