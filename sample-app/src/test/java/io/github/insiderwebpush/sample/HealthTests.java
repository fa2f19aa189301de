package io.github.insiderwebpush.sample;

import java.net.http.HttpResponse;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static io.github.insiderwebpush.sample.SampleClient.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Health as a load balancer and a probe see it while Insider One rejects the credentials
 * for a while.
 */
class HealthTests {

	private static final String TOKEN = "token-of-the-run";

	private static final String PARTNER_ID = "100977001";

	@ParameterizedTest(name = "down-on-rejection={0}")
	@ValueSource(booleans = { false, true })
	void rejectionIsShownAndTheProbesAreUnaffected(boolean downOnRejection) {
		try (WebPushSandbox vendor = WebPushSandbox.builder().token(TOKEN).partnerId(PARTNER_ID).start();
				ConfigurableApplicationContext context = StartTests.start("webpush.token=" + TOKEN,
						"webpush.partner-id=" + PARTNER_ID, "webpush.base-url=" + vendor.baseUrl(),
						"webpush.health.down-on-rejection=" + downOnRejection)) {
			SampleClient sample = StartTests.client(context);
			assertHealth(sample, "UNKNOWN", 200);
			assertThat(sample.create("Before", "en_GB").statusCode()).isEqualTo(201);
			assertHealth(sample, "UP", 200);
			vendor.onNext(WebPushOperation.CREATE).failWith(Faults.unauthorized());
			assertThat(sample.create("Refused", "en_GB").statusCode()).isEqualTo(502);
			assertHealth(sample, downOnRejection ? "DOWN" : "UP", downOnRejection ? 503 : 200);
			assertThat(details(sample)).contains("\"status\":\"REJECTED\"", "UNAUTHORIZED (HTTP 401)");
			assertThat(sample.create("After", "en_GB").statusCode()).isEqualTo(201);
			assertHealth(sample, "UP", 200);
			assertThat(details(sample)).contains("\"status\":\"ACCEPTED\"");
			assertThat(vendor.requests()).as("health sends nothing").hasSize(3);
		}
	}

	private static void assertHealth(SampleClient sample, String status, int httpStatus) {
		HttpResponse<String> health = sample.get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(httpStatus);
		assertThat(json(health).path("components").path("webPush").path("status").asString()).isEqualTo(status);
		for (String probe : new String[] { "liveness", "readiness" }) {
			HttpResponse<String> answer = sample.get("/actuator/health/" + probe);
			assertThat(answer.statusCode()).as(probe).isEqualTo(200);
			assertThat(json(answer).path("status").asString()).as(probe).isEqualTo("UP");
			assertThat(answer.body()).as(probe).doesNotContain("webPush");
		}
	}

	private static String details(SampleClient sample) {
		return json(sample.get("/actuator/health")).path("components").path("webPush").path("details").toString();
	}

}
