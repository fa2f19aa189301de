package io.github.insiderwebpush.health;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.SharingLimiters;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class WebPushHealthIndicatorTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void pauseOfTheServerIsToldWithItsEndAndItsReason() {
		this.vendor.answers(aResponse().withStatus(429).withHeader("Retry-After", "300"));
		this.vendor.application().withPropertyValues("webpush.retry.max-retries=0").run((context) -> {
			Instant before = Instant.now();
			create(context.getBean(WebPushTemplate.class));
			Map<String, Object> budget = budget(context, "create");
			assertThat(Instant.parse(budget.get("pausedUntil").toString())).isBetween(before.plusSeconds(299),
					Instant.now().plusSeconds(301));
			assertThat(budget).containsEntry("pauseReason", "throttled with HTTP 429");
			assertThat(budget(context, "launch")).doesNotContainKeys("pausedUntil", "pauseReason");
		});
	}

	@Test
	void goesThroughARunWithoutSpendingARequest(CapturedOutput output) {
		this.vendor.answersInTurn(created(), aResponse().withStatus(401), aResponse().withStatus(401),
				aResponse().withStatus(500), created());
		this.vendor.application().withPropertyValues("webpush.retry.max-retries=0").run((context) -> {
			assertThat(health(context).getStatus()).as("the client is not injected").isEqualTo(Status.UNKNOWN);
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			assertThat(health(context).getStatus()).as("before the first call").isEqualTo(Status.UNKNOWN);
			create(webPush);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(account(context)).containsEntry("status", "ACCEPTED");
			create(webPush);
			create(webPush);
			assertThat(health(context).getStatus()).as("a refusal changes no status").isEqualTo(Status.UP);
			assertThat(account(context)).containsEntry("status", "REJECTED")
				.containsEntry("reason", "UNAUTHORIZED (HTTP 401)")
				.containsKey("since");
			create(webPush);
			assertThat(account(context)).as("a 500 proves nothing").containsEntry("status", "REJECTED");
			create(webPush);
			assertThat(account(context)).containsEntry("status", "ACCEPTED");
			assertThat(budget(context, "create")).containsOnly(Map.entry("limit", 30), Map.entry("available", 25),
					Map.entry("waiting", 0));
		});
		assertThat(this.vendor.requests()).hasSize(5);
		assertThat(output.getAll().split("rejects the credentials")).as("one line for each change").hasSize(2);
		assertThat(output.getAll().split("accepts the credentials")).hasSize(2);
	}

	@Test
	void refusalIsDownWhereThatIsAskedFor() {
		this.vendor.answers(403, "{\"message\": \"Access Denied\"}");
		this.vendor.application().withPropertyValues("webpush.health.down-on-rejection=true").run((context) -> {
			create(context.getBean(WebPushTemplate.class));
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void budgetThatIsSharedSaysByHowMany() {
		assertThat(createBudget(SharingLimiters.oneOf(3, 12))).containsExactly(Map.entry("limit", 30),
				Map.entry("available", 18), Map.entry("waiting", 0), Map.entry("instances", 3),
				Map.entry("fallback", false));
	}

	@Test
	void budgetWithoutRedisSaysThatItIsKeptAloneAndOfHowMuch() {
		assertThat(createBudget(SharingLimiters.alone())).containsExactly(Map.entry("limit", 30),
				Map.entry("available", 30), Map.entry("waiting", 0), Map.entry("instances", 1),
				Map.entry("fallback", true), Map.entry("share", 30));
	}

	private Map<String, Object> createBudget(RateLimiter limiter) {
		AtomicReference<Map<String, Object>> budget = new AtomicReference<>();
		this.vendor.application()
			.withBean("webPushCreateRateLimiter", RateLimiter.class, () -> limiter)
			.run((context) -> {
				context.getBean(WebPushTemplate.class);
				budget.set(budget(context, "create"));
			});
		return budget.get();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> budget(AssertableApplicationContext context, String name) {
		return ((Map<String, Map<String, Object>>) account(context).get("budgets")).get(name);
	}

	@Test
	void canBeSwitchedOffAsAnyOther() {
		this.vendor.application()
			.withPropertyValues("management.health.webpush.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WebPushHealthIndicator.class));
	}

	private static Health health(AssertableApplicationContext context) {
		return context.getBean(WebPushHealthIndicator.class).health();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> account(AssertableApplicationContext context) {
		return ((Map<String, Map<String, Object>>) health(context).getDetails().get("accounts")).get("default");
	}

	private static void create(WebPushTemplate webPush) {
		catchThrowable(() -> webPush.createCampaign(CreateCampaign.titled("a").language("en_GB").build()));
	}

	private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder created() {
		return aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": 25696}");
	}

}
