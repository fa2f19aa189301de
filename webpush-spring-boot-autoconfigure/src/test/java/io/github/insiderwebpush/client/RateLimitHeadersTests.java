package io.github.insiderwebpush.client;

import java.time.Duration;
import java.time.Instant;

import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CreateCampaign;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RateLimitHeadersTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 12                            | 12
			RateLimit-Remaining   | 0  | RateLimit-Reset   | 12                            | 12
			ratelimit-remaining   | 0  | x-ratelimit-reset | 0                             | 0
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 1795428030                    | 30
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 1795427900                    | -
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 86400                         | 600
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 86401                         | -
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 3600                          | 600
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 999999999999999               | -
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 1795428002000                 | 2
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 2026-11-23T10:00:02Z          | 2
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 2026-11-23T13:00:02+03:00     | 2
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | Mon, 23 Nov 2026 10:00:02 GMT | 2
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 2026-                         | -
			X-RateLimit-Remaining | 7  | X-RateLimit-Reset | 12                            | -
			X-RateLimit-Remaining | 0  | Other             | 12                            | -
			X-RateLimit-Remaining | no | X-RateLimit-Reset | 12                            | -
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | soon                          | -
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 99999999999999999999999       | -
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 100000001                     | -
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | 1795428000                    | 0
			X-RateLimit-Remaining | 0  | X-RateLimit-Reset | '12;w=60'                     | 12
			Other                 | 0  | RateLimit         | "default";r=0;t=12            | 12
			Other                 | 0  | RateLimit         | limit=30, remaining=0, reset=12 | 12
			Other                 | 0  | RateLimit         | "default";r=5;t=12            | -
			Other                 | 0  | RateLimit         | "a";r=9;t=5, "b";r=0;t=60     | 60
			Other                 | 0  | RateLimit         | "a,b";r=0;t=5, "c";r=0;t=7    | 7
			Other                 | 0  | RateLimit         | "a";r=0;t=100000              | -
			""")
	void onlyAUsedUpQuotaPauses(String firstName, String first, String secondName, String second, Integer seconds) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Date", "Mon, 23 Nov 2026 10:00:00 GMT");
		headers.set(firstName, first);
		headers.set(secondName, second);
		assertThat(RateLimitHeaders.pause(headers)).isEqualTo((seconds != null) ? Duration.ofSeconds(seconds) : null);
	}

	@Test
	void timeOfTheUnixClockIsComparedWithOurOwnWhereTheServerDoesNotTellIts() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("X-RateLimit-Remaining", "0");
		headers.set("X-RateLimit-Reset", Long.toString(Instant.now().plus(Duration.ofMinutes(9)).getEpochSecond()));
		assertThat(RateLimitHeaders.pause(headers)).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(9));
	}

	@Test
	void usedUpQuotaPausesTheBudgetWithoutBeingAThrottle() {
		this.vendor.answers(aResponse().withStatus(201)
			.withBody("{\"success\": true, \"campaign_id\": 1}")
			.withHeader("X-RateLimit-Remaining", "0")
			.withHeader("X-RateLimit-Reset", "300"));
		this.vendor.application().run((context) -> {
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			CreateCampaign campaign = CreateCampaign.titled("a").language("en_GB").build();
			webPush.createCampaign(campaign);
			WebPushException refused = catchThrowableOfType(WebPushException.class,
					() -> webPush.createCampaign(campaign));
			assertThat(refused.error()).isEqualTo(WebPushError.PAUSED_BY_SERVER);
			assertThat(refused.retryAfter()).isGreaterThan(Duration.ofMinutes(4));
			BudgetUsage usage = webPush.usage(Budget.CREATE);
			assertThat(usage.throttledBy429()).isZero();
			assertThat(usage.rejectedByPause()).isEqualTo(1);
			assertThat(usage.paused()).isEqualTo(Duration.ofMinutes(5));
		});
		assertThat(this.vendor.requests()).hasSize(1);
	}

}
