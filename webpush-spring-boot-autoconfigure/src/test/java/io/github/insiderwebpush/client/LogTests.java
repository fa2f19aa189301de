package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Each line that the client writes, with its level.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogTests {

	private static final Pattern OWN_LOGGER = Pattern.compile("\\bi[a-z]*\\.g[a-z]*\\.i[a-z]*\\.");

	private static final String LOGGER = "io.github.insiderwebpush";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void unclearLaunchIsAWarningWithAllThatIsKnown(CapturedOutput output) {
		this.vendor.answers(aResponse().withStatus(520).withHeader("CF-RAY", "8a1b-IST"));
		this.vendor.application().run((context) -> launch(context.getBean(WebPushTemplate.class)));
		assertThat(lines(output, "WARN")).singleElement()
			.asString()
			.contains("LAUNCH '1697300275' failed: SERVER_ERROR (HTTP 520), outcome UNKNOWN")
			.contains("Do not launch again before the InOne panel shows the campaign as Draft")
			.contains("account default")
			.contains("attempts 1")
			.containsPattern("waited [0-9.]+s")
			.contains("CF-RAY 8a1b-IST");
	}

	@Test
	void ordinaryFailureIsTheCallersToLog(CapturedOutput output) {
		this.vendor.answers(400, "{\"error\": \"bad\"}");
		this.vendor.application().run((context) -> create(context.getBean(WebPushTemplate.class), "a"));
		assertThat(lines(output, "WARN")).isEmpty();
		assertThat(output).doesNotContain("BAD_REQUEST");
	}

	@Test
	void everyAttemptIsADebugLine(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(LOGGER, LogLevel.DEBUG);
		try {
			this.vendor.answers(503, "");
			this.vendor.application()
				.withPropertyValues("webpush.retry.max-retries=1", "webpush.retry.delay=1ms")
				.run((context) -> create(context.getBean(WebPushTemplate.class), "a"));
			assertThat(lines(output, "DEBUG")).anyMatch((line) -> line.contains("Trying again after"))
				.anyMatch((line) -> line.contains("Not trying again"));
		}
		finally {
			logging.setLogLevel(LOGGER, null);
		}
	}

	@Test
	void anotherUserOfTheKeyIsToldByOneLine(CapturedOutput output) {
		this.vendor.answersInTurn(aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": 1}"),
				aResponse().withStatus(429).withHeader("Retry-After", "300"));
		this.vendor.application().run((context) -> {
			create(context.getBean(WebPushTemplate.class), "a");
			create(context.getBean(WebPushTemplate.class), "b");
		});
		assertThat(lines(output, "WARN")).singleElement()
			.asString()
			.contains("RATE_LIMITED (HTTP 429)")
			.contains("This instance sent 2 of 30 in the last 1m: something else uses this key, or its limit is lower");
	}

	@Test
	void throttleOfASharedBudgetCountsWhatAllInstancesSent(CapturedOutput output) {
		assertThat(throttled(SharingLimiters.oneOf(3, 12), output)).endsWith(
				"The 3 instances that share the budget sent 12 of 30 in the last 1m: something else uses this key, or its limit is lower");
	}

	@Test
	void throttleOfABudgetThatIsUsedUpAccusesNobody(CapturedOutput output) {
		assertThat(throttled(SharingLimiters.oneOf(2, 30), output))
			.endsWith("The 2 instances that share the budget sent 30 of 30 in the last 1m");
	}

	@Test
	void throttleOfAnInstanceThatIsAloneCountsWhatItSentItself(CapturedOutput output) {
		assertThat(throttled(SharingLimiters.alone(), output))
			.endsWith("This instance sent 1 of 30 in the last 1m: something else uses this key, or its limit is lower");
	}

	@Test
	void throttleInAFallbackFromOtherInstancesCountsWhatThisOneSent(CapturedOutput output) {
		assertThat(throttled(SharingLimiters.separatedFrom(2), output))
			.endsWith("This instance sent 1 of 30 in the last 1m: something else uses this key, or its limit is lower");
	}

	@Test
	void throttleOfAForeignLimiterSaysNoMoreThanIsKnown(CapturedOutput output) {
		assertThat(throttled(RateLimiter.ofDefaults("plain"), output))
			.endsWith("This instance sent no more than 50 in the last 0s");
	}

	private String throttled(RateLimiter limiter, CapturedOutput output) {
		this.vendor.answers(aResponse().withStatus(429).withHeader("Retry-After", "300"));
		this.vendor.application()
			.withBean("webPushCreateRateLimiter", RateLimiter.class, () -> limiter)
			.run((context) -> create(context.getBean(WebPushTemplate.class), "a"));
		return lines(output, "WARN").stream().filter((line) -> line.contains("RATE_LIMITED")).findFirst().orElse("");
	}

	@Test
	void ownBacklogIsToldByTheExceptionAlone(CapturedOutput output) {
		this.vendor.answers(201, "{\"success\": true, \"campaign_id\": 1}");
		this.vendor.application()
			.withPropertyValues("webpush.rate-limit.create.limit-for-period=1",
					"webpush.rate-limit.create.timeout-duration=1s")
			.run((context) -> {
				create(context.getBean(WebPushTemplate.class), "a");
				assertThat(create(context.getBean(WebPushTemplate.class), "b")).hasMessageContaining("BUDGET_EXHAUSTED")
					.hasMessageContaining("the local limiter expects a longer wait than the timeout-duration of 1s");
			});
		assertThat(lines(output, "WARN")).isEmpty();
	}

	@Test
	void outageOfTheVendorIsToldByTheExceptionAlone(CapturedOutput output) {
		this.vendor.answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		this.vendor.application()
			.withPropertyValues("webpush.retry.max-retries=0")
			.run((context) -> assertThat(create(context.getBean(WebPushTemplate.class), "a"))
				.hasMessageContaining("NO_RESPONSE"));
		assertThat(lines(output, "WARN")).isEmpty();
	}

	@Test
	void backlogOtherUserAndOutageAreToldApartByOneLineEach() {
		this.vendor.answersInTurn(aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": 1}"),
				aResponse().withStatus(429).withHeader("Retry-After", "300"), aResponse().withStatus(503));
		Map<String, String> lines = new LinkedHashMap<>();
		this.vendor.application()
			.withPropertyValues("webpush.retry.max-retries=0", "webpush.rate-limit.create.limit-for-period=1",
					"webpush.rate-limit.create.timeout-duration=1s")
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				create(webPush, "a");
				lines.put("backlog", create(webPush, "b").getMessage());
				lines.put("other user", delete(webPush).getMessage());
				lines.put("outage", launch(webPush).getMessage());
			});
		assertThat(lines.get("backlog")).contains("BUDGET_EXHAUSTED", "the local limiter").doesNotContain("HTTP");
		assertThat(lines.get("other user")).contains("RATE_LIMITED (HTTP 429)").doesNotContain("local limiter");
		assertThat(lines.get("outage")).contains("SERVER_ERROR (HTTP 503)").doesNotContain("limiter");
		assertThat(lines.values()).doesNotHaveDuplicates().allSatisfy((line) -> assertThat(line).doesNotContain("\n"));
	}

	@Test
	void refusedCredentialsAreOneWarningAndSoIsTheirEnd(CapturedOutput output) {
		this.vendor.answersInTurn(aResponse().withStatus(401), aResponse().withStatus(401),
				aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": 1}"));
		this.vendor.application().run((context) -> {
			for (String title : new String[] { "a", "b", "c" }) {
				create(context.getBean(WebPushTemplate.class), title);
			}
		});
		assertThat(lines(output, "WARN")).satisfiesExactly(
				(line) -> assertThat(line).contains("rejects the credentials of account 'default'", "HTTP 401"),
				(line) -> assertThat(line).contains("accepts the credentials of account 'default' again"));
	}

	@Test
	void whatFailsOfTheApplicationsOwnIsAWarningThatNamesIt(CapturedOutput output) {
		this.vendor.answers(503, "");
		this.vendor.application().withBean(WebPushRetryPolicy.class, () -> (attempt) -> {
			throw new IllegalStateException("own policy");
		}).withBean(WebPushErrorTranslator.class, () -> (operation, status, headers, body) -> {
			throw new IllegalStateException("own translator");
		}).run((context) -> {
			context.getBean("webPushCreateRateLimiter", RateLimiter.class).getEventPublisher().onSuccess((event) -> {
				throw new IllegalStateException("own consumer");
			});
			create(context.getBean(WebPushTemplate.class), "a");
		});
		assertThat(lines(output, "WARN")).anyMatch((line) -> line.contains("The retry policy"))
			.anyMatch((line) -> line.contains("The error translator"))
			.anyMatch((line) -> line.contains("An event consumer of rate limiter 'webpush-default-create' failed"));
		assertThat(output).contains("own policy", "own translator", "own consumer");
	}

	@Test
	void testedConnectionIsALineOfInformation(CapturedOutput output) {
		this.vendor.answers(200, "{\"success\": true, \"overview\": {}}");
		this.vendor.application()
			.withPropertyValues("webpush.test-connection=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output, "INFO"))
			.anyMatch((line) -> line.contains("Insider One accepts the credentials of account 'default'"));
	}

	private static Throwable delete(WebPushTemplate webPush) {
		return catchThrowable(() -> webPush.deleteCampaign(CampaignId.of(1697300275)));
	}

	private static Throwable create(WebPushTemplate webPush, String title) {
		return catchThrowable(() -> webPush.createCampaign(CreateCampaign.titled(title).language("en_GB").build()));
	}

	private static Throwable launch(WebPushTemplate webPush) {
		return catchThrowable(() -> webPush.launchCampaign(CampaignId.of(1697300275),
				PushMessage.titled("a")
					.description("b")
					.link("https://example.com")
					.ttl(Duration.ofHours(1))
					.toAllSubscribers()
					.build()));
	}

	/**
	 * Our own lines: with Spring Boot's logging the name of a logger is shortened, such
	 * as to {@code i.g.i.ratelimit}.
	 */
	private static List<String> lines(CapturedOutput output, String level) {
		return output.getAll()
			.lines()
			.filter((line) -> line.contains(level) && OWN_LOGGER.matcher(line).find())
			.toList();
	}

}
