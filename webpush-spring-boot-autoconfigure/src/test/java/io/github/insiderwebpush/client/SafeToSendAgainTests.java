package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.insiderwebpush.CampaignNotFoundException;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CampaignId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * The table "what is safe to send again" of the remote API's contract, operation by
 * failure, over real sockets: how many requests arrived, which error, which outcome.
 */
class SafeToSendAgainTests {

	private static final int ONCE = 1;

	private static final int AGAIN = 3;

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	/**
	 * For each failure: the requests that arrive with two retries, for create, launch,
	 * delete and statistics, and the outcome of what is not a read.
	 */
	private enum Failure {

		THROTTLED(answer(429).withHeader("Retry-After", "0"), WebPushError.RATE_LIMITED, Outcome.NOT_APPLIED, AGAIN,
				AGAIN, AGAIN, AGAIN),

		THROTTLED_BY_403(
				answer(403).withHeader("Retry-After", "0")
					.withBody("{\"error\": {\"message\": \"Too many attempts, please slow down the request.\"}}"),
				WebPushError.RATE_LIMITED, Outcome.NOT_APPLIED, AGAIN, AGAIN, AGAIN, AGAIN),

		BAD_REQUEST(answer(400), WebPushError.BAD_REQUEST, Outcome.NOT_APPLIED, ONCE, ONCE, ONCE, ONCE),

		UNAUTHORIZED(answer(401), WebPushError.UNAUTHORIZED, Outcome.NOT_APPLIED, ONCE, ONCE, ONCE, ONCE),

		ACCESS_DENIED(answer(403).withBody("{\"message\": \"Invalid api key\"}"), WebPushError.ACCESS_DENIED,
				Outcome.NOT_APPLIED, ONCE, ONCE, ONCE, ONCE),

		TOO_OLD(answer(406), WebPushError.STATISTICS_EXPIRED, Outcome.NOT_APPLIED, ONCE, ONCE, ONCE, ONCE),

		INVALID(answer(422), WebPushError.VALIDATION_FAILED, Outcome.NOT_APPLIED, ONCE, ONCE, ONCE, ONCE),

		INNER_SERVICE_WITH_REASON(answer(424).withBody("{\"message\": \"SERVICE:-Panel closed\"}"),
				WebPushError.FAILED_DEPENDENCY, Outcome.NOT_APPLIED, ONCE, ONCE, ONCE, ONCE),

		NOT_FOUND(answer(424).withBody("{\"message\": \"SERVICE:-Campaign not found\"}"),
				WebPushError.CAMPAIGN_NOT_FOUND, Outcome.NOT_APPLIED, ONCE, ONCE, ONCE, ONCE),

		INNER_SERVICE_BARE(answer(424).withBody("{\"message\": \"SERVICE:-\"}"), WebPushError.FAILED_DEPENDENCY,
				Outcome.UNKNOWN, AGAIN, ONCE, AGAIN, AGAIN),

		LOST(aResponse().withFault(Fault.EMPTY_RESPONSE), WebPushError.NO_RESPONSE, Outcome.UNKNOWN, AGAIN, ONCE, AGAIN,
				AGAIN),

		RESET(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), WebPushError.NO_RESPONSE, Outcome.UNKNOWN, AGAIN,
				ONCE, AGAIN, AGAIN),

		LATE(answer(200).withFixedDelay(20_000), WebPushError.NO_RESPONSE, Outcome.UNKNOWN, AGAIN, ONCE, AGAIN, AGAIN),

		SERVER_ERROR(answer(500), WebPushError.SERVER_ERROR, Outcome.UNKNOWN, AGAIN, ONCE, AGAIN, AGAIN),

		EDGE_ERROR(answer(520).withBody("<html></html>"), WebPushError.SERVER_ERROR, Outcome.UNKNOWN, AGAIN, ONCE,
				AGAIN, AGAIN),

		REDIRECT(answer(302).withHeader("Location", "/"), WebPushError.UNEXPECTED_STATUS, Outcome.UNKNOWN, ONCE, ONCE,
				ONCE, ONCE),

		REFUSED(answer(200).withBody("{\"success\": false}"), WebPushError.REFUSED, Outcome.NOT_APPLIED, ONCE, ONCE,
				ONCE, ONCE);

		private final ResponseDefinitionBuilder answer;

		private final WebPushError error;

		private final Outcome outcome;

		private final int[] requests;

		Failure(ResponseDefinitionBuilder answer, WebPushError error, Outcome outcome, int... requests) {
			this.answer = answer;
			this.error = error;
			this.outcome = outcome;
			this.requests = requests;
		}

		private static ResponseDefinitionBuilder answer(int status) {
			return aResponse().withStatus(status).withBody("{}");
		}

		int requestsOf(WebPushOperation operation) {
			return this.requests[operation.budget().ordinal()];
		}

	}

	static List<Arguments> table() {
		List<Arguments> table = new ArrayList<>();
		for (WebPushOperation operation : WebPushOperation.values()) {
			for (Failure failure : Failure.values()) {
				table.add(Arguments.of(operation, failure));
			}
		}
		return table;
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("table")
	void isSentAgainOnlyWhereThatIsSafe(WebPushOperation operation, Failure failure) {
		this.vendor.answers(failure.answer);
		run(application(failure), (webPush) -> {
			WebPushException thrown = catchThrowableOfType(WebPushException.class,
					() -> AnyCall.of(operation).on(webPush));
			assertThat(thrown.error()).isEqualTo(failure.error);
			assertThat(thrown.outcome()).isEqualTo(operation.isRead() ? Outcome.NOT_APPLIED : failure.outcome);
			assertThat(thrown.attempts()).isEqualTo(failure.requestsOf(operation));
		});
		assertThatRequestsArrived(failure.requestsOf(operation));
	}

	@ParameterizedTest
	@EnumSource(WebPushOperation.class)
	void whatNeverConnectedIsTriedAgain(WebPushOperation operation) {
		run(this.vendor.application().withPropertyValues("webpush.base-url=http://127.0.0.1:1"), (webPush) -> {
			WebPushException thrown = catchThrowableOfType(WebPushException.class,
					() -> AnyCall.of(operation).on(webPush));
			assertThat(thrown.error()).isEqualTo(WebPushError.UNREACHABLE);
			assertThat(thrown.outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(thrown.attempts()).isEqualTo(AGAIN);
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "LOST", "RESET", "LATE", "SERVER_ERROR", "INNER_SERVICE_BARE", "REDIRECT" })
	void unclearLaunchIsSentOnceEvenIfThePolicyAlwaysSaysAgain(Failure failure) {
		this.vendor.answers(failure.answer);
		WebPushRetryPolicy always = (attempt) -> Duration.ZERO;
		run(application(failure).withBean(WebPushRetryPolicy.class, () -> always), (webPush) -> {
			WebPushException thrown = catchThrowableOfType(WebPushException.class,
					() -> AnyCall.of(WebPushOperation.LAUNCH).on(webPush));
			assertThat(thrown.outcome()).isEqualTo(Outcome.UNKNOWN);
			assertThat(thrown).hasMessageContaining("Do not launch again before the InOne panel shows");
		});
		assertThatRequestsArrived(1);
	}

	@Test
	void deleteThatFindsNothingAfterALostAnswerIsDone() {
		this.vendor.answersInTurn(Failure.LOST.answer, Failure.NOT_FOUND.answer);
		run(this.vendor.application(), (webPush) -> webPush.deleteCampaign(CampaignId.of(7)));
		assertThat(this.vendor.requests()).hasSize(2);
	}

	@Test
	void deleteThatFindsNothingAtOnceFails() {
		this.vendor.answersInTurn(Failure.THROTTLED.answer, Failure.NOT_FOUND.answer);
		run(this.vendor.application(),
				(webPush) -> assertThat(catchThrowableOfType(CampaignNotFoundException.class,
						() -> webPush.deleteCampaign(CampaignId.of(7))))
					.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_APPLIED)));
	}

	/**
	 * The server may note a request a little after the client has given it up.
	 */
	private void assertThatRequestsArrived(int number) {
		await().pollDelay(Duration.ZERO).untilAsserted(() -> assertThat(this.vendor.requests()).hasSize(number));
	}

	/**
	 * A short timeout only where one is wanted: a busy machine is no late server.
	 */
	private ApplicationContextRunner application(Failure failure) {
		return this.vendor.application()
			.withPropertyValues("webpush.read-timeout=" + ((failure == Failure.LATE) ? "1s" : "30s"));
	}

	private static void run(ApplicationContextRunner application, java.util.function.Consumer<WebPushTemplate> test) {
		List<String> properties = new ArrayList<>(List.of("webpush.retry.max-retries=2", "webpush.retry.delay=1ms"));
		List.of("create", "launch", "delete", "statistics")
			.forEach((budget) -> properties.add("webpush.rate-limit." + budget + ".limit-for-period=60000"));
		application.withPropertyValues(properties.toArray(new String[0]))
			.run((context) -> test.accept(context.getBean(WebPushTemplate.class)));
	}

}
