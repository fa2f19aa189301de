package io.github.insiderwebpush.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.ratelimit.ManualTimer;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.junit.jupiter.api.Test;

import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

class UnansweredPermitTests {

	private static final Duration LONGEST_REQUEST = Duration.ofSeconds(35);

	private final ManualTimer timer = new ManualTimer();

	private final Queue<Runnable> executor = new ArrayDeque<>();

	@Test
	void permitOfARequestWithoutAnAnswerIsCountedFromWhenItWasSentAndNotFromItsGrant() {
		RollingWindowRateLimiter limiter = new RollingWindowRateLimiter("create",
				RateLimiterConfig.custom()
					.limitForPeriod(1)
					.limitRefreshPeriod(Duration.ofMinutes(1))
					.timeoutDuration(Duration.ofMinutes(1))
					.build(),
				1, LONGEST_REQUEST, this.timer);
		WebPushTemplate webPush = TestClients.builder((uri, method) -> new MockClientHttpRequest(method, uri) {

			@Override
			protected ClientHttpResponse executeInternal() throws IOException {
				throw new IOException("The connection broke after the request was sent");
			}

		}, new AnyCredentials())
			.rateLimiter(Budget.CREATE, limiter)
			.timer(this.timer)
			.executor(this.executor::add)
			.build();
		CompletableFuture<CreatedCampaign> call = webPush
			.createCampaignAsync(CreateCampaign.titled("a").language("en_GB").build());
		this.timer.jump(Duration.ofSeconds(100).toNanos());
		while (!this.executor.isEmpty()) {
			this.executor.remove().run();
		}
		assertThat(call).isCompletedExceptionally();
		this.timer.jump(Duration.ofSeconds(194).toNanos());
		assertThat(limiter.getMetrics().getAvailablePermissions()).isZero();
		this.timer.jump(Duration.ofSeconds(195).toNanos());
		assertThat(limiter.getMetrics().getAvailablePermissions()).isEqualTo(1);
	}

}
