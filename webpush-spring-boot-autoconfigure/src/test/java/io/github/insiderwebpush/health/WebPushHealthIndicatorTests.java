package io.github.insiderwebpush.health;

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
	void goesThroughARunWithoutSpendingARequest(CapturedOutput output) {
		this.vendor.answersInTurn(created(), aResponse().withStatus(401), aResponse().withStatus(401),
				aResponse().withStatus(500), created());
		this.vendor.application().withPropertyValues("webpush.retry.max-retries=0").run((context) -> {
			assertThat(health(context).getStatus()).as("nobody injected the client").isEqualTo(Status.UNKNOWN);
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			assertThat(health(context).getStatus()).as("before the first call").isEqualTo(Status.UNKNOWN);
			create(webPush);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(account(context)).containsEntry("accepted", true);
			create(webPush);
			create(webPush);
			assertThat(health(context).getStatus()).as("a refusal takes nobody out").isEqualTo(Status.UP);
			assertThat(account(context)).containsEntry("accepted", false)
				.containsEntry("reason", "UNAUTHORIZED (HTTP 401)")
				.containsKey("since");
			create(webPush);
			assertThat(account(context)).as("a 500 proves nothing").containsEntry("accepted", false);
			create(webPush);
			assertThat(account(context)).containsEntry("accepted", true);
			assertThat(account(context).get("budgets").toString()).contains("create=25 of 30 free, 0 waiting");
		});
		assertThat(this.vendor.requests()).hasSize(5);
		assertThat(output.getAll().split("refuses the credentials")).as("one line for each change").hasSize(2);
		assertThat(output.getAll().split("accepts the credentials")).hasSize(2);
	}

	@Test
	void refusalIsDownWhereThatIsAskedFor() {
		this.vendor.answers(403, "{\"message\": \"Access Denied\"}");
		this.vendor.application().withPropertyValues("webpush.health.down-on-refusal=true").run((context) -> {
			create(context.getBean(WebPushTemplate.class));
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void budgetThatIsSharedSaysByHowMany() {
		assertThat(createBudget(SharingLimiters.oneOf(3, 12))).isEqualTo("18 of 30 free, 0 waiting, shared by 3");
	}

	@Test
	void budgetWithoutRedisSaysThatItIsKeptAloneAndOfHowMuch() {
		assertThat(createBudget(SharingLimiters.alone())).isEqualTo("30 of 30 free, 0 waiting, alone with 30 because "
				+ "Redis does not answer, 1 instances were seen before");
	}

	private String createBudget(RateLimiter limiter) {
		AtomicReference<Object> budgets = new AtomicReference<>();
		this.vendor.application()
			.withBean("webPushCreateRateLimiter", RateLimiter.class, () -> limiter)
			.run((context) -> {
				context.getBean(WebPushTemplate.class);
				budgets.set(account(context).get("budgets"));
			});
		return ((Map<?, ?>) budgets.get()).get("create").toString();
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
