package io.github.insiderwebpush.test.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.test.BudgetAlgorithm;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Without the template: an application that reads the connection details by itself.
 */
class AutoConfigureWebPushSandboxTests {

	private static final String REAL_TOKEN = "real-token-of-the-account";

	@Nested
	@SpringBootTest(classes = Application.class, properties = "webpush.token=" + REAL_TOKEN)
	@AutoConfigureWebPushSandbox
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class ByDefault {

		@Autowired
		private WebPushSandbox sandbox;

		@Autowired
		private WebPushVirtualClock clock;

		@Autowired
		private WebPushConnectionDetails details;

		@Autowired
		private ApplicationContext context;

		@Test
		@Order(1)
		void applicationReachesTheSandbox() {
			create(this.details, "Summer sale");
			this.sandbox.onEvery(WebPushOperation.CREATE).throttle();
			assertThat(this.sandbox).hasCampaign("Summer sale");
		}

		@Test
		@Order(2)
		void sandboxIsAsNewBeforeEachTest() {
			assertThat(this.sandbox).hasNoCampaigns().receivedNothing();
			assertThat(this.sandbox.budgetLeft(Budget.CREATE)).isEqualTo(30);
			create(this.details, "Summer sale");
			assertThat(this.clock.elapsed()).isEqualTo(Duration.ZERO);
		}

		@Test
		@Order(3)
		void limitsThatAnEarlierTestUsedUpAreFreeAgain() {
			long now = this.clock.nanoTime();
			assertThat(now).isGreaterThanOrEqualTo(Duration.ofHours(3).toNanos());
		}

		@Test
		void realAccountIsNotUsed() {
			assertThat(this.details.token()).isNotEqualTo(REAL_TOKEN).isEqualTo(this.sandbox.token());
			assertThat(this.details.baseUrl()).isEqualTo(this.sandbox.baseUrl());
		}

		@Test
		void applicationAndSandboxShareOneVirtualClock() {
			assertThat(this.context.getBean(WebPushTimer.class)).isSameAs(this.clock).isSameAs(this.sandbox.clock());
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	@AutoConfigureWebPushSandbox(time = SandboxTime.REAL)
	class OnRealTime {

		@Autowired
		private WebPushSandbox sandbox;

		@Autowired
		private ApplicationContext context;

		@Test
		void thereIsNoVirtualClock() {
			assertThat(this.context.getBeanProvider(WebPushTimer.class).getIfAvailable()).isNull();
			assertThat(this.sandbox.clock()).isSameAs(WebPushTimer.system());
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	@AutoConfigureWebPushSandbox(budgetAlgorithm = BudgetAlgorithm.TOKEN_BUCKET)
	class WithAnotherBudgetAlgorithm {

		@Autowired
		private WebPushSandbox sandbox;

		@Test
		void budgetsAreCountedAsTheTestSays() {
			for (int i = 0; i < 30; i++) {
				create(this.sandbox.connectionDetails(), "Campaign " + i);
			}
			assertThatExceptionOfType(HttpClientErrorException.TooManyRequests.class)
				.isThrownBy(() -> create(this.sandbox.connectionDetails(), "One more"));
			assertThat(this.sandbox.requests().get(30).rejection()).contains("TOKEN_BUCKET");
		}

	}

	@Nested
	@SpringBootTest(classes = { Application.class, VaultConfiguration.class })
	@AutoConfigureWebPushSandbox
	class BesideConnectionDetailsOfTheApplication {

		@Autowired
		private WebPushSandbox sandbox;

		@Autowired
		private WebPushConnectionDetails details;

		@Test
		void testReachesTheSandboxAllTheSame() {
			assertThat(this.details.baseUrl()).isEqualTo(this.sandbox.baseUrl());
		}

	}

	private static void create(WebPushConnectionDetails details, String title) {
		RestClient.builder()
			.baseUrl(details.baseUrl())
			.requestFactory(new JdkClientHttpRequestFactory())
			.build()
			.post()
			.uri("/v1/single")
			.contentType(MediaType.APPLICATION_JSON)
			.headers((headers) -> headers.setBearerAuth(details.token()))
			.body(Map.of("partner_id", details.partnerId(), "title", title, "language", "en_GB"))
			.retrieve()
			.toBodilessEntity();
	}

	@SpringBootConfiguration
	static class Application {

	}

	static class VaultConfiguration {

		@Bean
		WebPushConnectionDetails vault() {
			return new WebPushConnectionDetails() {
				@Override
				public URI baseUrl() {
					return DEFAULT_BASE_URL;
				}

				@Override
				public String token() {
					return REAL_TOKEN;
				}

				@Override
				public String partnerId() {
					return "10012345";
				}
			};
		}

	}

}
