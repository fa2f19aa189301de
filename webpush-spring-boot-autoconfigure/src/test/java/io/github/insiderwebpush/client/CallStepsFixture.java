package io.github.insiderwebpush.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.ratelimit.ManualTimer;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of a client whose clock, threads and server a test moves by hand, step by step.
 */
abstract class CallStepsFixture {

	static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Steps").language("en_GB").build();

	static final Duration MINUTE = Duration.ofMinutes(1);

	final ManualTimer timer = new ManualTimer();

	final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();

	final Queue<Answering> answers = new ArrayDeque<>();

	final List<FailedAttempt> asked = new ArrayList<>();

	final WebPushLifecycle lifecycle = new WebPushLifecycle();

	final RollingWindowRateLimiter limiter = limiter(2);

	WebPushRetryPolicy policy = (attempt) -> null;

	final List<String> observed = new ArrayList<>();

	final List<Throwable> observedErrors = new ArrayList<>();

	final ObservationRegistry observations = ObservationRegistry.create();

	int requests;

	@BeforeEach
	void observe() {
		this.observations.observationConfig().observationHandler(new Observer());
	}

	void usedUp(WebPushTemplate webPush) {
		for (int i = 0; i < 2; i++) {
			webPush.createCampaignAsync(CAMPAIGN);
		}
		run();
	}

	void run() {
		for (Runnable step = this.handed.poll(); step != null; step = this.handed.poll()) {
			step.run();
		}
	}

	int available() {
		return this.limiter.getMetrics().getAvailablePermissions();
	}

	void answer(int... statuses) {
		for (int status : statuses) {
			this.answers.add(() -> response(status,
					(status == 201) ? "{\"success\": true, \"campaign_id\": 25696}" : "{\"message\": \"no\"}"));
		}
	}

	static ClientHttpResponse response(int status, String body) {
		return new MockClientHttpResponse(body.getBytes(StandardCharsets.UTF_8), HttpStatusCode.valueOf(status));
	}

	WebPushTemplate webPush(Executor executor) {
		return TestClients.builder(this::request, new AnyCredentials())
			.rateLimiter(Budget.CREATE, this.limiter)
			.rateLimiter(Budget.LAUNCH, limiter(10))
			.rateLimiter(Budget.DELETE, limiter(10))
			.rateLimiter(Budget.STATISTICS, limiter(10))
			.retryPolicy((attempt) -> {
				this.asked.add(attempt);
				return this.policy.delayBefore(attempt);
			})
			.timer(this.timer)
			.lifecycle(this.lifecycle)
			.observation(this.observations, null)
			.executor(executor)
			.build();
	}

	ClientHttpRequest request(URI uri, HttpMethod method) {
		return new MockClientHttpRequest(method, uri) {

			@Override
			protected ClientHttpResponse executeInternal() throws IOException {
				CallStepsFixture.this.requests++;
				return CallStepsFixture.this.answers.remove().answer();
			}

		};
	}

	RollingWindowRateLimiter limiter(int limit) {
		return new RollingWindowRateLimiter("test",
				RateLimiterConfig.custom()
					.limitForPeriod(limit)
					.limitRefreshPeriod(MINUTE)
					.timeoutDuration(Duration.ofMinutes(5))
					.build(),
				limit, Duration.ofSeconds(35), this.timer);
	}

	static PushMessage message() {
		return PushMessage.titled("a")
			.description("b")
			.link("https://example.com")
			.ttl(Duration.ofHours(1))
			.toAllSubscribers()
			.build();
	}

	static WebPushException failure(CompletableFuture<?> call) {
		assertThat(call).isDone();
		return (WebPushException) call.handle((result, failure) -> failure).join();
	}

	interface Answering {

		ClientHttpResponse answer() throws IOException;

	}

	/**
	 * Writes down what is observed, with tags and details in the order in which they are
	 * documented.
	 */
	final class Observer implements ObservationHandler<Observation.Context> {

		private static final List<String> KEYS = List.of("webpush.operation", "webpush.budget", "webpush.account",
				"webpush.error", "webpush.outcome", "webpush.result", "webpush.subject");

		@Override
		public void onStart(Observation.Context context) {
			CallStepsFixture.this.observed.add("start " + context.getName());
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			CallStepsFixture.this.observed.add("event " + event.getName());
		}

		@Override
		public void onError(Observation.Context context) {
			CallStepsFixture.this.observedErrors.add(context.getError());
		}

		@Override
		public void onStop(Observation.Context context) {
			StringBuilder line = new StringBuilder("stop " + context.getName());
			KEYS.stream()
				.map((key) -> context.getAllKeyValues().stream().filter((tag) -> tag.getKey().equals(key)).findFirst())
				.flatMap(Optional::stream)
				.forEach((tag) -> line.append(' ').append(tag.getValue()));
			CallStepsFixture.this.observed.add(line.toString());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
