package io.github.insiderwebpush.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.ManualTimer;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The context of a caller, here its MDC, on the threads of asynchronous calls.
 */
class CallerContextTests {

	private static final String KEY = "request";

	private static final String CREATED = "{\"success\": true, \"campaign_id\": 25696}";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	private final ManualTimer timer = new ManualTimer();

	private final List<String> sentIn = new CopyOnWriteArrayList<>();

	private final CountDownLatch callbackAttached = new CountDownLatch(1);

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void contextIsTheSameWithAFreePermitAndAfterAWait() {
		this.vendor.answers(201, CREATED);
		application().withPropertyValues("webpush.rate-limit.create.limit-for-period=1")
			.run(this::firstIsFreeAndSecondWaits);
	}

	private void firstIsFreeAndSecondWaits(AssertableApplicationContext context) throws Exception {
		WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
		CompletableFuture<String> first = create(webPush, "first");
		CompletableFuture<String> second = create(webPush, "second");
		this.callbackAttached.countDown();
		assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("first");
		assertThat(this.sentIn).containsExactly("first");
		MDC.put(KEY, "of the thread that moves the clock");
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("second");
		assertThat(this.sentIn).containsExactly("first", "second");
	}

	@Test
	void contextIsTheSameAfterARetry() {
		this.vendor.answersInTurn(aResponse().withStatus(500), aResponse().withStatus(201).withBody(CREATED));
		WebPushRetryPolicy policy = (attempt) -> Duration.ofSeconds(5);
		application().withBean(WebPushRetryPolicy.class, () -> policy).run((context) -> {
			CompletableFuture<String> call = create(context.getBean(WebPushTemplate.class), "retried");
			this.callbackAttached.countDown();
			MDC.put(KEY, "of the thread that moves the clock");
			await().until(() -> {
				this.timer.advance(Duration.ofSeconds(1));
				return call.isDone();
			});
			assertThat(call.join()).isEqualTo("retried");
			assertThat(this.sentIn).containsExactly("retried", "retried");
		});
	}

	@Test
	void withoutADecoratorMicrometersContextPropagationCarriesTheContext() {
		this.vendor.answers(201, CREATED);
		ContextRegistry.getInstance()
			.registerThreadLocalAccessor(KEY, () -> MDC.get(KEY), (value) -> MDC.put(KEY, value),
					() -> MDC.remove(KEY));
		try {
			applicationWithoutDecorator().withPropertyValues("webpush.rate-limit.create.limit-for-period=1")
				.run(this::firstIsFreeAndSecondWaits);
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
		}
	}

	@Test
	void withoutEitherTheCallIsMadeWithoutTheContext() {
		this.vendor.answers(201, CREATED);
		this.callbackAttached.countDown();
		applicationWithoutDecorator().withClassLoader(new FilteredClassLoader(ContextSnapshotFactory.class))
			.run((context) -> {
				create(context.getBean(WebPushTemplate.class), "none").get(30, TimeUnit.SECONDS);
				assertThat(this.sentIn).containsExactly("null");
			});
	}

	/**
	 * Create a campaign in a context.
	 * @return the context of the callback
	 */
	private static CompletableFuture<String> create(WebPushTemplate webPush, String context) {
		MDC.put(KEY, context);
		try {
			return webPush.createCampaignAsync(CreateCampaign.titled(context).language("en_GB").build())
				.thenApply((created) -> String.valueOf(MDC.get(KEY)));
		}
		finally {
			MDC.clear();
		}
	}

	private ApplicationContextRunner application() {
		TaskDecorator decorator = (task) -> {
			String captured = MDC.get(KEY);
			return () -> {
				MDC.put(KEY, captured);
				try {
					task.run();
				}
				finally {
					MDC.clear();
				}
			};
		};
		return applicationWithoutDecorator().withBean(TaskDecorator.class, () -> decorator);
	}

	private ApplicationContextRunner applicationWithoutDecorator() {
		WebPushRestClientCustomizer customizer = (builder) -> builder.requestInterceptor((request, body, execution) -> {
			try {
				this.callbackAttached.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			this.sentIn.add(String.valueOf(MDC.get(KEY)));
			return execution.execute(request, body);
		});
		return this.vendor.application()
			.withBean(WebPushTimer.class, () -> this.timer)
			.withBean(WebPushRestClientCustomizer.class, () -> customizer);
	}

}
