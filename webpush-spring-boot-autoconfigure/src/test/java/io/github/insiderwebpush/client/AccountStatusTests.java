package io.github.insiderwebpush.client;

import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.AccountStatus.State;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
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

	private final AccountStatus.Watch watch = new AccountStatus.Watch("shop");

	@ParameterizedTest
	@CsvSource({ "UNAUTHORIZED, 401, REFUSED", "ACCESS_DENIED, 403, REFUSED", "VALIDATION_FAILED, 422, ACCEPTED",
			"DUPLICATE_TITLE, 400, ACCEPTED", "RATE_LIMITED, 429, UNKNOWN", "SERVER_ERROR, 520, UNKNOWN",
			"UNEXPECTED_STATUS, 302, UNKNOWN", "UNREADABLE_RESPONSE, 200, UNKNOWN" })
	void onlyAnswersOfTheVendorItselfTellSomething(WebPushError error, int status, State state) {
		this.watch.ended(failure(error, status));
		assertThat(this.watch.status().state()).isEqualTo(state);
		assertThat(this.watch.status().since() != null).isEqualTo(state != State.UNKNOWN);
	}

	@Test
	void callWithoutAnAnswerTellsNothing() {
		this.watch.ended(Failures.create(WebPushError.NO_RESPONSE, Outcome.UNKNOWN));
		assertThat(this.watch.status()).isEqualTo(new AccountStatus(State.UNKNOWN, null, null));
	}

	@Test
	void changesFromAndToRefusedAreToldOnceEach(CapturedOutput output) {
		this.watch.ended(null);
		assertThat(this.watch.status().state()).isEqualTo(State.ACCEPTED);
		assertThat(this.watch.status().reason()).isNull();
		assertThat(output).doesNotContain("credentials");
		this.watch.ended(failure(WebPushError.UNAUTHORIZED, 401));
		this.watch.ended(failure(WebPushError.ACCESS_DENIED, 403));
		assertThat(this.watch.status().reason()).isEqualTo("UNAUTHORIZED (HTTP 401)");
		assertThat(output).containsOnlyOnce("refuses the credentials of account 'shop' from now on");
		AccountStatus refused = this.watch.status();
		this.watch.ended(failure(WebPushError.SERVER_ERROR, 503));
		assertThat(this.watch.status()).isSameAs(refused);
		this.watch.ended(null);
		this.watch.ended(null);
		assertThat(this.watch.status().state()).isEqualTo(State.ACCEPTED);
		assertThat(output).containsOnlyOnce("accepts the credentials of account 'shop' again");
	}

	private static WebPushException failure(WebPushError error, int status) {
		return WebPushException.of(WebPushOperation.CREATE, error, Outcome.NOT_APPLIED)
			.status(HttpStatusCode.valueOf(status))
			.build();
	}

}
