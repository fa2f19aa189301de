package io.github.insiderwebpush.test.client;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

import io.github.insiderwebpush.DuplicateTitleException;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.SandboxRequest;
import io.github.insiderwebpush.test.SuccessShape;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;
import io.github.insiderwebpush.test.autoconfigure.AutoConfigureWebPushSandbox;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;

import static io.github.insiderwebpush.WebPushOperation.CREATE;
import static io.github.insiderwebpush.WebPushOperation.DELETE;
import static io.github.insiderwebpush.WebPushOperation.LAUNCH;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The client against the sandbox's faults: the error, the outcome and the number of
 * requests.
 */
@SpringBootTest(properties = "webpush.read-timeout=2s")
@AutoConfigureWebPushSandbox
@Timeout(120)
class ClientFaultTests {

	private static final Duration LAG = Duration.ofMinutes(10);

	@Autowired
	private WebPushTemplate webPush;

	@Autowired
	private WebPushSandbox sandbox;

	@Autowired
	private WebPushVirtualClock clock;

	@ParameterizedTest
	@ValueSource(ints = { 408, 425, 499, 502, 504, 520 })
	void launchThatAnIntermediaryForwardedIsUnknownAndSentOnce(int status) {
		CampaignId id = create("Summer sale");
		this.sandbox.onNext(LAUNCH).afterApplying().failWith(Faults.intermediary(status));
		WebPushException failure = failureOf(() -> launch(id));
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(this.sandbox).launchedOnce(id).received(LAUNCH, 1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 409, 422 })
	void duplicateTitleIsRecognizedByAnyOfItsStatuses(int status) {
		this.sandbox.onNext(CREATE).failWith(Faults.duplicateTitle(status));
		WebPushException failure = failureOf(() -> create("Summer sale"));
		assertThat(failure).isInstanceOf(DuplicateTitleException.class);
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(this.sandbox).received(CREATE, 1);
	}

	@ParameterizedTest
	@EnumSource(value = SuccessShape.class, names = { "ID_AS_TEXT", "ID_WITH_FRACTION", "ID_UNDER_CONTENT" })
	void idIsReadInEachOfItsShapes(SuccessShape shape) {
		this.sandbox.onNext(CREATE).succeedAs(shape);
		assertThat(create("Summer sale").value()).isEqualTo(25_696);
	}

	@ParameterizedTest
	@EnumSource(value = SuccessShape.class,
			names = { "OTHER_CAMPAIGN_ID", "FAILURE_AS_TEXT", "FAILURE_AS_NUMBER", "FAILURE_AS_NULL" })
	void launchThatIsNotPlainlyASuccessFailsAndIsSentOnce(SuccessShape shape) {
		CampaignId id = create("Summer sale");
		this.sandbox.onNext(LAUNCH).succeedAs(shape);
		failureOf(() -> launch(id));
		assertThat(this.sandbox).received(LAUNCH, 1);
	}

	@ParameterizedTest
	@EnumSource(value = SuccessShape.class, names = { "EMPTY_BODY", "NO_CONTENT" })
	void emptySuccessOfADeleteIsASuccess(SuccessShape shape) {
		CampaignId id = create("Summer sale");
		this.sandbox.onNext(DELETE).succeedAs(shape);
		this.webPush.deleteCampaign(id);
		assertThat(this.sandbox).hasNoCampaigns().received(DELETE, 1);
	}

	@Test
	void stalledLaunchIsUnknownAndSentOnce() {
		CampaignId id = create("Summer sale");
		this.sandbox.onNext(LAUNCH).stall();
		WebPushException failure = failureOf(() -> launch(id));
		assertThat(failure.error()).isEqualTo(WebPushError.NO_RESPONSE);
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(this.sandbox).launchedOnce(id).received(LAUNCH, 1);
	}

	@Test
	void tokenInACutResponseIsNotPrinted() {
		String token = this.sandbox.token();
		String body = "{\"message\":\"Invalid token " + token + "\"}";
		this.sandbox.onNext(LAUNCH).cutAfter(body.indexOf(token) + token.length() - 1).respond(401, body);
		CampaignId id = create("Summer sale");
		WebPushException failure = failureOf(() -> launch(id));
		assertThat(failure.toString() + failure.getCause()).doesNotContain(token.substring(0, token.length() - 1));
	}

	/**
	 * Contract 7.14: any policy with nothing left pauses for its own reset.
	 */
	@Test
	void rateLimitHeaderWithSeveralPoliciesPausesTheBudget() {
		this.sandbox.onNext(CREATE).withHeader("RateLimit", "\"a\";r=9;t=5, \"b\";r=0;t=60").respondNormally();
		create("Summer sale");
		create("Winter sale");
		List<Duration> arrivals = this.sandbox.requests().stream().map(SandboxRequest::arrivedAt).toList();
		assertThat(arrivals.get(1).minus(arrivals.get(0))).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
	}

	/**
	 * Contract 7.13: for segments, creating the title again settles a lost create, and a
	 * row in the statistics proves a launch, while no row proves nothing.
	 */
	@Test
	void unclearCallsForSegmentsAreSettledWithoutThePanel() {
		this.sandbox.onEvery(CREATE).dropResponse();
		assertThat(failureOf(() -> create("Summer sale")).outcome()).isEqualTo(Outcome.UNKNOWN);
		this.sandbox.resetFaults();
		assertThat(failureOf(() -> create("Summer sale"))).isInstanceOf(DuplicateTitleException.class);
		CampaignId id = create("Winter sale");
		this.sandbox.onNext(LAUNCH).dropResponse();
		assertThat(failureOf(() -> launch(id)).outcome()).isEqualTo(Outcome.UNKNOWN);
		DateRange days = DateRange.of(LocalDate.now().minusDays(1), LocalDate.now().plusDays(1));
		assertThat(this.webPush.streamOverallMetrics(days)).as("the statistics lag").isEmpty();
		this.clock.advance(LAG);
		assertThat(this.webPush.streamOverallMetrics(days)).hasSize(1);
		assertThat(this.sandbox).launchedOnce(id).received(LAUNCH, 1);
	}

	private CampaignId create(String title) {
		return this.webPush.createCampaign(CreateCampaign.titled(title).language("en_GB").build()).id();
	}

	private void launch(CampaignId id) {
		this.webPush.launchCampaign(id,
				PushMessage.titled("Only today")
					.description("Everything must go")
					.link("https://shop.example/sale")
					.ttl(Duration.ofHours(4))
					.toSegment("d_wp_browser", "Edg")
					.build());
	}

	private static WebPushException failureOf(ThrowingCallable call) {
		WebPushException failure = catchThrowableOfType(WebPushException.class, call);
		assertThat(failure).isNotNull();
		return failure;
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		WebPushSandbox sandbox(WebPushTimer clock) {
			return WebPushSandbox.builder().clock(clock).statisticsLag(LAG).start();
		}

	}

}
