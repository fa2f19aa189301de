package io.github.insiderwebpush;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.junit.jupiter.api.Test;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

class UnansweredPermitTests {

	private static final Duration LONGEST_REQUEST = Duration.ofSeconds(35);

	private final HandTimer timer = new HandTimer();

	private final Queue<Runnable> executor = new ArrayDeque<>();

	@Test
	void permitOfARequestWithoutAnAnswerIsCountedFromWhenItWasSentAndNotFromItsGrant() {
		RollingWindowRateLimiter limiter = new RollingWindowRateLimiter("create",
				RateLimiterConfig.custom()
					.limitForPeriod(1)
					.limitRefreshPeriod(Duration.ofMinutes(1))
					.timeoutDuration(Duration.ofMinutes(1))
					.build(),
				1, LONGEST_REQUEST, Map.of(), this.timer);
		RestClient lost = RestClient.builder().baseUrl("http://127.0.0.1").requestFactory((uri, method) -> {
			throw new IOException("The connection broke after the request was sent");
		}).build();
		WebPushTemplate webPush = WebPushTemplate.builder(lost, new Credentials())
			.rateLimiter(Budget.CREATE, limiter)
			.timer(this.timer)
			.executor(this.executor::add)
			.build();
		CompletableFuture<CreatedCampaign> call = webPush
			.createCampaignAsync(CreateCampaign.titled("a").language("en_GB").build());
		this.timer.now = Duration.ofSeconds(100);
		while (!this.executor.isEmpty()) {
			this.executor.remove().run();
		}
		assertThat(call).isCompletedExceptionally();
		this.timer.now = Duration.ofSeconds(194);
		assertThat(limiter.getMetrics().getAvailablePermissions()).isZero();
		this.timer.now = Duration.ofSeconds(195);
		assertThat(limiter.getMetrics().getAvailablePermissions()).isEqualTo(1);
	}

	private static final class Credentials implements WebPushCredentials {

		@Override
		public String token() {
			return "any-token";
		}

		@Override
		public String partnerId() {
			return "100XXXXX";
		}

	}

	/**
	 * Shows the time that a test sets, and never runs anything.
	 */
	private static final class HandTimer implements WebPushTimer {

		private Duration now = Duration.ZERO;

		@Override
		public long nanoTime() {
			return this.now.toNanos();
		}

		@Override
		public Scheduled schedule(Runnable task, long delayNanos) {
			return () -> {
			};
		}

	}

}
