package io.github.insiderwebpush.autoconfigure;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.bulk.BulkExitReason;
import io.github.insiderwebpush.bulk.BulkItemStatus;
import io.github.insiderwebpush.bulk.BulkReport;
import io.github.insiderwebpush.bulk.BulkRun;
import io.github.insiderwebpush.bulk.WebPushBulk;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bulk runs as part of an application: the bean, its threads, and its end.
 */
@Timeout(120)
class WebPushBulkBeanTests {

	private static final ResponseDefinitionBuilder CREATED = aResponse().withStatus(201)
		.withBody("{\"success\": true, \"campaign_id\": 25696}");

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void bulkIsInjectedAndBuiltOnlyThen() {
		this.vendor.application().run((context) -> {
			assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("webPushBulk"))
				.isFalse();
			assertThat(context).hasSingleBean(WebPushBulk.class);
		});
	}

	@Test
	void ownBulkReplacesIt() {
		this.vendor.application()
			.withUserConfiguration(OwnBulk.class)
			.run((context) -> assertThat(context).hasSingleBean(WebPushBulk.class).hasBean("moreAtOnce"));
	}

	@Test
	void ownOperationsThatAreNoTemplateDoNotBreakTheStart() {
		WebPushOperations own = (WebPushOperations) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { WebPushOperations.class }, (proxy, method, arguments) -> null);
		this.vendor.application()
			.withBean(WebPushOperations.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void furtherAccountsHaveRunsOfTheirOwn() {
		this.vendor.answers(CREATED);
		this.vendor.application()
			.withPropertyValues("webpush.accounts.shop.token=shop-token", "webpush.accounts.shop.partner-id=20012345")
			.run((context) -> {
				WebPushTemplate shop = context.getBean(WebPushAccounts.class).get("shop");
				BulkReport<Integer, CreatedCampaign> report = begin(new WebPushBulk(shop), 2).await();
				assertThat(report.count(BulkItemStatus.CREATED)).isEqualTo(2);
			});
		assertThat(this.vendor.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.getHeader("Authorization")).isEqualTo("Bearer shop-token"));
	}

	@Test
	void mappingAndListenerRunOnTheExecutorAndNeverOnTheTimersOrCallersThread() {
		this.vendor.answers(CREATED);
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setThreadNamePrefix("application-");
		this.vendor.application()
			.withBean("applicationTaskExecutor", Executor.class, () -> executor)
			.withPropertyValues("webpush.rate-limit.create.limit-refresh-period=1s", "webpush.rate-limit.burst=1")
			.run((context) -> {
				List<String> threads = new CopyOnWriteArrayList<>();
				context.getBean(WebPushBulk.class).createAll(List.of(1, 2, 3, 4, 5, 6, 7, 8), (item) -> {
					threads.add(Thread.currentThread().getName());
					return campaign(item);
				}, (progress) -> threads.add(Thread.currentThread().getName())).await();
				assertThat(threads).hasSize(16).allMatch((name) -> name.startsWith("application-"));
			});
	}

	@Test
	void endOfTheApplicationEndsARunAndWaitsForWhatWasSent() throws Exception {
		this.vendor.answers(ResponseDefinitionBuilder.like(CREATED.build()).withFixedDelay(500));
		CompletableFuture<BulkRun<Integer, CreatedCampaign>> begun = new CompletableFuture<>();
		this.vendor.application().withPropertyValues("webpush.rate-limit.create.limit-for-period=1").run((context) -> {
			begun.complete(begin(context.getBean(WebPushBulk.class), 100));
			await().until(() -> !this.vendor.requests().isEmpty());
			await().until(() -> limiter(context).getMetrics().getNumberOfWaitingThreads() > 0);
		});
		BulkReport<Integer, CreatedCampaign> report = begun.join()
			.completion()
			.toCompletableFuture()
			.get(30, TimeUnit.SECONDS);
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.SHUTDOWN);
		assertThat(report.cause()).hasMessageMatching("(?i).*the application is stopping.*");
		assertThat(report.count(BulkItemStatus.CREATED)).isEqualTo(1);
		assertThat(report.count(BulkItemStatus.NOT_ATTEMPTED)).isEqualTo(99);
		assertThat(this.vendor.requests()).hasSize(1);
	}

	private static RateLimiter limiter(AssertableApplicationContext context) {
		return context.getBean("webPushCreateRateLimiter", RateLimiter.class);
	}

	private static BulkRun<Integer, CreatedCampaign> begin(WebPushBulk bulk, int items) {
		return bulk.createAll(IntStream.range(0, items).boxed().toList(), WebPushBulkBeanTests::campaign,
				(progress) -> {
				});
	}

	private static CreateCampaign campaign(int item) {
		return CreateCampaign.titled("Campaign " + item).language("en_GB").build();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBulk {

		@Bean
		WebPushBulk moreAtOnce(WebPushTemplate template) {
			return new WebPushBulk(template, 32);
		}

	}

}
