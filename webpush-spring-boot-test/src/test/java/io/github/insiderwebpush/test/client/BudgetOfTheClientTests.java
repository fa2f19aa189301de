package io.github.insiderwebpush.test.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushRateLimitException;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.test.SandboxCampaign;
import io.github.insiderwebpush.test.SandboxRequest;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.autoconfigure.AutoConfigureWebPushSandbox;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The budget as a user of the client meets it, on a virtual clock.
 */
class BudgetOfTheClientTests {

	@Nested
	@SpringBootTest(classes = Application.class)
	@AutoConfigureWebPushSandbox
	class ByDefault {

		@Autowired
		private WebPushTemplate webPush;

		@Autowired
		private WebPushSandbox sandbox;

		@Test
		void thirtyFirstCreateWaitsUntilTheFirstPermitIsBackAndInOrder() {
			for (int i = 1; i <= 31; i++) {
				this.webPush.createCampaign(campaign(i));
			}
			assertThat(this.sandbox).hasCampaigns(31).neverExceededBudget();
			assertThat(this.sandbox.campaigns()).extracting(SandboxCampaign::title)
				.containsExactlyElementsOf(IntStream.rangeClosed(1, 31).mapToObj((i) -> "Campaign " + i).toList());
			List<Duration> arrivals = this.sandbox.requests(WebPushOperation.CREATE)
				.stream()
				.map(SandboxRequest::arrivedAt)
				.toList();
			assertThat(arrivals.get(4)).as("the burst").isEqualTo(Duration.ZERO);
			assertThat(arrivals.get(5)).as("then evenly").isEqualTo(Duration.ofSeconds(2));
			assertThat(arrivals.get(29)).as("the last of the window").isEqualTo(Duration.ofSeconds(50));
			assertThat(arrivals.get(30)).as("the first of the next").isEqualTo(Duration.ofMinutes(1));
		}

		@Test
		void hundredCreatesNeverMeetAThrottle() {
			for (int i = 1; i <= 100; i++) {
				this.webPush.createCampaign(campaign(i));
			}
			assertThat(this.sandbox).hasCampaigns(100)
				.neverExceededBudget()
				.tookBetween(Duration.ofMinutes(3), Duration.ofSeconds(200));
			assertThat(this.sandbox.requests()).allMatch((request) -> request.status() == 201);
		}

		@Test
		void metricOfTheHttpClientDoesNotContainTheWait(@Autowired MeterRegistry meters) {
			for (int i = 1; i <= 31; i++) {
				this.webPush.createCampaign(campaign(i));
			}
			Timer timer = meters.get("http.client.requests").tag("uri", "/v1/single").tag("status", "201").timer();
			assertThat(timer.count()).isGreaterThanOrEqualTo(31);
			assertThat(this.sandbox).took(Duration.ofMinutes(1));
			assertThat(timer.totalTime(TimeUnit.SECONDS)).as("all exchanges together, in real seconds").isLessThan(60);
		}

		@Test
		void throttledCallWaitsAsLongAsTheServerSaysAndGoesFirst() {
			this.sandbox.onNext(WebPushOperation.CREATE).throttle(Duration.ofSeconds(7));
			CompletableFuture<CreatedCampaign> first = this.webPush.createCampaignAsync(campaign(1));
			first.join();
			this.webPush.createCampaign(campaign(2));
			assertThat(this.sandbox.campaigns()).extracting(SandboxCampaign::title)
				.containsExactly("Campaign 1", "Campaign 2");
			assertThat(this.sandbox.requests()).extracting(SandboxRequest::arrivedAt)
				.containsExactly(Duration.ZERO, Duration.ofSeconds(7), Duration.ofSeconds(9));
		}

		@Test
		void waitIsReportedWithTheFailure() {
			for (int i = 1; i <= 30; i++) {
				this.webPush.createCampaign(campaign(i));
			}
			io.github.insiderwebpush.WebPushException duplicate = catchThrowableOfType(
					io.github.insiderwebpush.DuplicateTitleException.class,
					() -> this.webPush.createCampaign(campaign(1)));
			assertThat(duplicate.waited()).isEqualTo(Duration.ofSeconds(10));
			assertThat(duplicate).hasMessageContaining("waited 10s");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = "webpush.rate-limit.create.timeout-duration=1s")
	@AutoConfigureWebPushSandbox
	class WithAShortTimeout {

		@Autowired
		private WebPushTemplate webPush;

		@Autowired
		private WebPushSandbox sandbox;

		@Test
		void callThatWouldWaitTooLongFailsAtOnce() {
			List<WebPushRateLimitException> refused = new ArrayList<>();
			for (int i = 1; i <= 31; i++) {
				CreateCampaign campaign = campaign(i);
				WebPushRateLimitException failure = catchThrowableOfType(WebPushRateLimitException.class,
						() -> this.webPush.createCampaign(campaign));
				if (failure != null) {
					refused.add(failure);
				}
			}
			assertThat(this.sandbox).hasCampaigns(5).took(Duration.ZERO);
			assertThat(refused).hasSize(26).allSatisfy((failure) -> {
				assertThat(failure.error()).isEqualTo(WebPushError.BUDGET_EXHAUSTED);
				assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
				assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(2));
			});
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class,
			properties = { "webpush.rate-limit.create.timeout-duration=1s", "webpush.rate-limit.burst=30" })
	@AutoConfigureWebPushSandbox
	class WithAFullBurstAndAShortTimeout {

		@Autowired
		private WebPushTemplate webPush;

		@Autowired
		private WebPushSandbox sandbox;

		@Test
		void thirtyFirstFailsAtOnceAndSaysWhenItIsWorthAnotherTry() {
			for (int i = 1; i <= 30; i++) {
				this.webPush.createCampaign(campaign(i));
			}
			WebPushRateLimitException failure = catchThrowableOfType(WebPushRateLimitException.class,
					() -> this.webPush.createCampaign(campaign(31)));
			assertThat(failure.error()).isEqualTo(WebPushError.BUDGET_EXHAUSTED);
			assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(1));
			assertThat(this.sandbox).hasCampaigns(30).took(Duration.ZERO);
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = "webpush.rate-limit.create.timeout-duration=2h")
	@AutoConfigureWebPushSandbox
	class WithAThousandAtOnce {

		@Autowired
		private WebPushTemplate webPush;

		@Autowired
		private WebPushSandbox sandbox;

		@Autowired
		@Qualifier("webPushCreateRateLimiter")
		private RateLimiter limiter;

		@Autowired
		private io.github.insiderwebpush.test.WebPushVirtualClock clock;

		@Test
		void queuedCallsHoldNoThreadAndCancellingHalfLeavesTheOthersInOrder() {
			int before = Thread.activeCount();
			List<CompletableFuture<CreatedCampaign>> futures = new ArrayList<>();
			this.clock.workBegins();
			try {
				for (int i = 1; i <= 1000; i++) {
					futures.add(this.webPush.createCampaignAsync(campaign(i)));
				}
				assertThat(this.limiter.getMetrics().getNumberOfWaitingThreads()).isEqualTo(995);
				assertThat(Thread.activeCount() - before).as("threads beside those of HTTP and the executor")
					.isLessThan(50);
				for (int i = 5; i < 1000; i += 2) {
					futures.get(i).cancel(true);
				}
			}
			finally {
				this.clock.workEnds();
			}
			List<String> kept = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				if (i < 5 || i % 2 == 0) {
					assertThat(futures.get(i).join().title()).isEqualTo("Campaign " + (i + 1));
				}
				else {
					assertThat(futures.get(i)).isCompletedExceptionally();
				}
			}
			for (SandboxCampaign campaign : this.sandbox.campaigns()) {
				kept.add(campaign.title());
			}
			List<Integer> order = kept.stream().map((title) -> Integer.parseInt(title.substring(9))).toList();
			// The burst goes out side by side; whoever waited arrives in the order of the
			// queue.
			assertThat(order.subList(5, order.size())).isSorted();
			assertThat(this.sandbox).neverExceededBudget();
			assertThat(this.limiter.getMetrics().getNumberOfWaitingThreads()).isZero();
		}

	}

	private static CreateCampaign campaign(int number) {
		return CreateCampaign.titled("Campaign " + number).language("en_GB").build();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
