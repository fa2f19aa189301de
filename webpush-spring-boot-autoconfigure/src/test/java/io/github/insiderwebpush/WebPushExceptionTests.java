package io.github.insiderwebpush;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.WebPushException.CallSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The exception as an application builds and reads it.
 */
class WebPushExceptionTests {

	private static final CallSummary CALL = new CallSummary(WebPushOperation.LAUNCH, "shop", "7", 2,
			Duration.ofMillis(1500), Outcome.UNKNOWN);

	@ParameterizedTest
	@EnumSource(WebPushError.class)
	void eachErrorHasItsException(WebPushError error) {
		WebPushException failure = failure(WebPushOperation.CREATE, error, Outcome.NOT_APPLIED);
		Class<?> expected = switch (error) {
			case DUPLICATE_TITLE -> DuplicateTitleException.class;
			case CAMPAIGN_NOT_FOUND -> CampaignNotFoundException.class;
			case RATE_LIMITED, BUDGET_EXHAUSTED, PAUSED_BY_SERVER -> WebPushRateLimitException.class;
			default -> WebPushException.class;
		};
		assertThat(failure).isExactlyInstanceOf(expected)
			.hasMessage("CREATE failed: " + error + ", outcome NOT_APPLIED");
	}

	@Test
	void readNeverTakesEffect() {
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.SERVER_ERROR, Outcome.UNKNOWN).build();
		CallSummary call = new CallSummary(WebPushOperation.CAMPAIGN_METRICS, "shop", null, 2, Duration.ZERO,
				Outcome.UNKNOWN);
		assertThat(WebPushException.of(call, details, "failed", null).outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(WebPushException.of(WebPushOperation.CAMPAIGN_METRICS, details).outcome())
			.isEqualTo(Outcome.NOT_APPLIED);
	}

	@Test
	void outcomeOverAllAttemptsStandsBesideThatOfTheLast() {
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.UNAUTHORIZED, Outcome.NOT_APPLIED).build();
		WebPushException failure = WebPushException.of(CALL, details, "failed", null);
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure.account()).isEqualTo("shop");
		assertThat(failure.subject()).isEqualTo("7");
		assertThat(failure.attempts()).isEqualTo(2);
		assertThat(failure.waited()).isEqualTo(Duration.ofMillis(1500));
	}

	@Test
	void fieldErrorsDoNotFollowChangesOfTheirSource() {
		Map<String, List<String>> fields = new LinkedHashMap<>(Map.of("title", List.of("is too long")));
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.VALIDATION_FAILED, Outcome.NOT_APPLIED)
			.fieldErrors(fields)
			.build();
		fields.clear();
		assertThat(details.fieldErrors()).containsOnlyKeys("title").isUnmodifiable();
	}

	@Test
	void exceptionSurvivesSerialization() throws IOException, ClassNotFoundException {
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.SERVER_ERROR, Outcome.UNKNOWN).build();
		WebPushException failure = WebPushException.of(CALL, details, "failed", new IOException("reset"));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(failure);
		}
		try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			WebPushException read = (WebPushException) stream.readObject();
			assertThat(read).hasMessage(failure.getMessage());
			assertThat(read.details()).isEqualTo(failure.details());
			assertThat(read.operation()).isEqualTo(WebPushOperation.LAUNCH);
			assertThat(read.account()).isEqualTo("shop");
			assertThat(read.waited()).isEqualTo(Duration.ofMillis(1500));
			assertThat(read.outcome()).isEqualTo(Outcome.UNKNOWN);
			assertThat(read).hasRootCauseMessage("reset");
		}
	}

	@Test
	@SuppressWarnings("NullAway")
	void operationErrorAndOutcomeAreNeeded() {
		assertThatIllegalArgumentException().isThrownBy(() -> failure(null, WebPushError.REFUSED, Outcome.UNKNOWN))
			.withMessage("'operation' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> WebPushException.of(WebPushOperation.CREATE, null))
			.withMessage("'details' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> failure(WebPushOperation.CREATE, null, Outcome.UNKNOWN))
			.withMessage("'error' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> failure(WebPushOperation.CREATE, WebPushError.REFUSED, null))
			.withMessage("'outcome' must not be null");
	}

	@Test
	@SuppressWarnings("NullAway")
	void callAndDetailsNeedTheirParts() {
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.REFUSED, Outcome.UNKNOWN).build();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WebPushException.of((CallSummary) null, details, "failed", null))
			.withMessage("'call' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> WebPushException.of(CALL, null, "failed", null))
			.withMessage("'details' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> WebPushException.of(CALL, details, null, null))
			.withMessage("'message' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CallSummary(null, "shop", null, 1, Duration.ZERO, Outcome.UNKNOWN))
			.withMessage("'operation' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CallSummary(WebPushOperation.CREATE, null, null, 1, Duration.ZERO, Outcome.UNKNOWN))
			.withMessage("'account' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CallSummary(WebPushOperation.CREATE, "shop", null, 1, null, Outcome.UNKNOWN))
			.withMessage("'waited' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CallSummary(WebPushOperation.CREATE, "shop", null, 1, Duration.ZERO, null))
			.withMessage("'outcome' must not be null");
	}

	@Test
	void campaignOfATakenTitleMayBeOursUnlessNoAttemptTookEffect() {
		for (Outcome outcome : Outcome.values()) {
			DuplicateTitleException failure = (DuplicateTitleException) failure(WebPushOperation.CREATE,
					WebPushError.DUPLICATE_TITLE, outcome);
			assertThat(failure.mayBeOurs()).isEqualTo(outcome != Outcome.NOT_APPLIED);
		}
	}

	@Test
	void exceptionHasAllThatItsDetailsHave() {
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.RATE_LIMITED, Outcome.NOT_APPLIED)
			.status(HttpStatus.TOO_MANY_REQUESTS)
			.detail("Too many attempts")
			.hint("Wait")
			.retryAfter(Duration.ofSeconds(7))
			.fieldErrors(Map.of("title", List.of("is too long")))
			.cfRay("8a1b2c3d4e5f-IST")
			.build();
		WebPushException failure = WebPushException.of(CALL, details, "failed", null);
		assertThat(failure.error()).isEqualTo(WebPushError.RATE_LIMITED);
		assertThat(failure.isThrottled()).isTrue();
		assertThat(failure.statusCode()).isEqualTo(429);
		assertThat(failure.detail()).isEqualTo("Too many attempts");
		assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
		assertThat(failure.fieldErrors()).isEqualTo(Map.of("title", List.of("is too long")));
		assertThat(failure.cfRay()).isEqualTo("8a1b2c3d4e5f-IST");
		assertThat(failure.details().hint()).isEqualTo("Wait");
		assertThat(failure(WebPushOperation.CREATE, WebPushError.REFUSED, Outcome.UNKNOWN).isThrottled()).isFalse();
	}

	@Test
	@SuppressWarnings("NullAway")
	void failedAttemptNeedsAllItsParts() {
		WebPushException failure = failure(WebPushOperation.CREATE, WebPushError.REFUSED, Outcome.NOT_APPLIED);
		assertThatIllegalArgumentException().isThrownBy(() -> new FailedAttempt(null, 1, failure, Duration.ZERO))
			.withMessage("'operation' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FailedAttempt(WebPushOperation.CREATE, 0, failure, Duration.ZERO))
			.withMessage("'attempt' must be positive");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FailedAttempt(WebPushOperation.CREATE, 1, null, Duration.ZERO))
			.withMessage("'failure' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FailedAttempt(WebPushOperation.CREATE, 1, failure, null))
			.withMessage("'elapsed' must not be null");
	}

	private static WebPushException failure(WebPushOperation operation, WebPushError error, Outcome outcome) {
		return WebPushException.of(operation, WebPushErrorDetails.of(error, outcome).build());
	}

}
