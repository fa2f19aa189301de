package io.github.insiderwebpush.autoconfigure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;

import javax.net.ssl.SSLHandshakeException;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushException.CallSummary;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.client.Failures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which advice belongs to which failure.
 */
class ConnectionDiagnosisTests {

	static Arguments[] unreachable() {
		return new Arguments[] { Arguments.of(new UnknownHostException("web-push.invalid"), "cannot be resolved"),
				Arguments.of(new UnresolvedAddressException(), "cannot be resolved"),
				Arguments.of(new SSLHandshakeException("no path"), "TLS failed"),
				Arguments.of(new HttpConnectTimeoutException("slow"), "not made in time"),
				Arguments.of(new ConnectException("refused"), "was refused") };
	}

	@ParameterizedTest
	@MethodSource("unreachable")
	void causeOfAFailedConnectionIsFoundHoweverDeepItIs(Throwable cause, String diagnosis) {
		assertThat(ConnectionDiagnosis.of(unreachable(cause))).contains(diagnosis);
		assertThat(ConnectionDiagnosis.of(unreachable(new IOException(new IOException(cause))))).contains(diagnosis);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			VALIDATION_FAILED   | refuses the request itself
			REFUSED             | refuses the request itself
			NO_RESPONSE           | no response came
			UNREADABLE_RESPONSE | Something other than Insider One responds
			BUDGET_EXHAUSTED    | wait a minute
			SERVER_ERROR        | has a problem
			CANCELLED           | See the message above.
			""")
	void errorsWithoutACauseHaveTheirAdvice(WebPushError error, String diagnosis) {
		assertThat(ConnectionDiagnosis.of(Failures.of(WebPushOperation.TOP_METRICS, error, Outcome.NOT_APPLIED, 1)))
			.contains(diagnosis);
	}

	private static WebPushException unreachable(Throwable cause) {
		CallSummary call = new CallSummary(WebPushOperation.TOP_METRICS, "default", null, 1, Duration.ZERO,
				Outcome.NOT_APPLIED);
		return WebPushException.of(call, WebPushErrorDetails.of(WebPushError.UNREACHABLE, Outcome.NOT_APPLIED).build(),
				"unreachable", cause);
	}

}
