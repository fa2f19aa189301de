package io.github.insiderwebpush.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What an exception says, with nothing and with everything in it.
 */
class WebPushExceptionTests {

	@Test
	void messageLeavesOutWhatIsNotKnown() {
		assertThat(WebPushException.of(WebPushOperation.TOP_METRICS, WebPushError.NO_RESPONSE, Outcome.UNKNOWN).build())
			.hasMessage("TOP_METRICS failed: NO_RESPONSE [account default, attempts 1, waited 0s]");
	}

	@Test
	void manyFieldErrorsAreCutInTheMessageAndWholeInTheMap() {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		for (int i = 0; i < 50; i++) {
			fields.put("field" + i, Collections.nCopies(50, "x".repeat(500)));
		}
		WebPushException failure = WebPushException
			.of(WebPushOperation.CREATE, WebPushError.VALIDATION_FAILED, Outcome.NOT_APPLIED)
			.fieldErrors(fields)
			.build();
		assertThat(failure.getMessage()).contains("Fields: field0 [xxx", "…").hasSizeLessThan(1000);
		assertThat(failure.fieldErrors()).isEqualTo(fields);
	}

	@Test
	void messageHasAllThatIsKnownInOneLine() {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		fields.put("title", List.of("is too long"));
		fields.put("language", List.of("is unknown", "is odd"));
		WebPushException failure = WebPushException
			.of(WebPushOperation.CREATE, WebPushError.VALIDATION_FAILED, Outcome.NOT_APPLIED)
			.status(HttpStatus.UNPROCESSABLE_CONTENT)
			.detail("No")
			.fieldErrors(fields)
			.hint("Try less")
			.retryAfter(Duration.ofSeconds(7))
			.cfRay("8a1b")
			.build()
			.completed("shop", "Sale", 2, Duration.ofMillis(1500), Outcome.UNKNOWN);
		assertThat(failure).hasMessage("CREATE 'Sale' failed: VALIDATION_FAILED (HTTP 422), outcome UNKNOWN. "
				+ "The vendor says: \"No\". Fields: title [is too long], language [is unknown, is odd]. Try less "
				+ "[account shop, attempts 2, waited 1.5s, retry after 7s, CF-RAY 8a1b]");
		assertThat(failure.operation()).isEqualTo(WebPushOperation.CREATE);
		assertThat(failure.account()).isEqualTo("shop");
		assertThat(failure.waited()).isEqualTo(Duration.ofMillis(1500));
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void readNeverTakesEffectWhateverIsSaidOfIt() {
		WebPushException failure = WebPushException
			.of(WebPushOperation.CAMPAIGN_METRICS, WebPushError.SERVER_ERROR, Outcome.UNKNOWN)
			.build();
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure.completed("default", null, 1, Duration.ZERO, Outcome.UNKNOWN).outcome())
			.isEqualTo(Outcome.NOT_APPLIED);
	}

	@Test
	void fieldErrorsDoNotFollowChangesOfTheirSource() {
		Map<String, List<String>> fields = new LinkedHashMap<>(Map.of("title", List.of("is too long")));
		WebPushException failure = WebPushException
			.of(WebPushOperation.CREATE, WebPushError.VALIDATION_FAILED, Outcome.NOT_APPLIED)
			.fieldErrors(fields)
			.build();
		fields.clear();
		assertThat(failure.fieldErrors()).containsOnlyKeys("title").isUnmodifiable();
	}

	@Test
	void exceptionSurvivesSerialization() throws IOException, ClassNotFoundException {
		WebPushException failure = Failures.create(WebPushError.SERVER_ERROR, Outcome.UNKNOWN);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(failure);
		}
		try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat((Exception) stream.readObject()).hasMessage(failure.getMessage());
		}
	}

	@Test
	@SuppressWarnings("NullAway")
	void operationErrorAndOutcomeAreNeeded() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WebPushException.of(null, WebPushError.REFUSED, Outcome.UNKNOWN))
			.withMessage("'operation' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WebPushException.of(WebPushOperation.CREATE, null, Outcome.UNKNOWN))
			.withMessage("'error' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WebPushException.of(WebPushOperation.CREATE, WebPushError.REFUSED, null))
			.withMessage("'outcome' must not be null");
	}

	@Test
	@SuppressWarnings("NullAway")
	void failedAttemptNeedsAllItsParts() {
		WebPushException failure = Failures.create(WebPushError.REFUSED, Outcome.NOT_APPLIED);
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

}
