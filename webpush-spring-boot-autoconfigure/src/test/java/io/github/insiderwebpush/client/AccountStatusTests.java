package io.github.insiderwebpush.client;

import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.AccountStatus.State;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which answers tell whether the credentials are accepted.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccountStatusTests {

	private final AccountStatusTracker tracker = new AccountStatusTracker("shop");

	@ParameterizedTest
	@CsvSource({ "UNAUTHORIZED, 401, REJECTED", "ACCESS_DENIED, 403, REJECTED", "VALIDATION_FAILED, 422, ACCEPTED",
			"DUPLICATE_TITLE, 400, ACCEPTED", "RATE_LIMITED, 429, UNKNOWN", "SERVER_ERROR, 520, UNKNOWN",
			"UNEXPECTED_STATUS, 302, UNKNOWN", "UNREADABLE_RESPONSE, 200, UNKNOWN" })
	void onlyAnswersOfTheVendorItselfTellSomething(WebPushError error, int status, State state) {
		this.tracker.completed(failure(error, status));
		assertThat(this.tracker.status().state()).isEqualTo(state);
		assertThat(this.tracker.status().since() != null).isEqualTo(state != State.UNKNOWN);
	}

	@Test
	void callWithoutAnAnswerTellsNothing() {
		this.tracker.completed(Failures.create(WebPushError.NO_RESPONSE, Outcome.UNKNOWN));
		assertThat(this.tracker.status()).isEqualTo(new AccountStatus(State.UNKNOWN, null, null));
	}

	@Test
	void changesFromAndToRejectedAreToldOnceEach(CapturedOutput output) {
		this.tracker.completed(null);
		assertThat(this.tracker.status().state()).isEqualTo(State.ACCEPTED);
		assertThat(this.tracker.status().reason()).isNull();
		assertThat(output).doesNotContain("credentials");
		this.tracker.completed(failure(WebPushError.UNAUTHORIZED, 401));
		this.tracker.completed(failure(WebPushError.ACCESS_DENIED, 403));
		assertThat(this.tracker.status().reason()).isEqualTo("UNAUTHORIZED (HTTP 401)");
		assertThat(output).containsOnlyOnce("rejects the credentials of account 'shop': ");
		AccountStatus rejected = this.tracker.status();
		this.tracker.completed(failure(WebPushError.SERVER_ERROR, 503));
		assertThat(this.tracker.status()).isSameAs(rejected);
		this.tracker.completed(null);
		this.tracker.completed(null);
		assertThat(this.tracker.status().state()).isEqualTo(State.ACCEPTED);
		assertThat(output).containsOnlyOnce("accepts the credentials of account 'shop' again");
	}

	private static WebPushException failure(WebPushError error, int status) {
		return WebPushException.of(WebPushOperation.CREATE,
				WebPushErrorDetails.of(error, Outcome.NOT_APPLIED).status(HttpStatusCode.valueOf(status)).build());
	}

}
