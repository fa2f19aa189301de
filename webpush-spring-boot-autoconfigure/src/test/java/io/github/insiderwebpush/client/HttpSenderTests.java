package io.github.insiderwebpush.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;

import javax.net.ssl.SSLHandshakeException;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushCredentials;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.campaign.CreateCampaign;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What the sender makes of a request that fails. What a real connection does is in
 * {@link WireProofTests}.
 */
class HttpSenderTests {

	private static final String TOKEN = "any-token";

	private final RestClient.Builder restClient = RestClient.builder().baseUrl("http://127.0.0.1");

	private @Nullable String token = TOKEN;

	private @Nullable String partnerId = "10012345";

	private @Nullable MockClientHttpRequest sent;

	private int requests;

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	@Test
	void tokenOfVisibleCharactersIsTakenAsItIs() {
		assertThat(HttpSender.problemOf("!\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "to ken", "token\n", "to\u007fken", "t\u00f6ken", "\ttoken" })
	void tokenThatAHeaderCannotHoldIsRefusedAndNotShown(String unusable) {
		assertThat(HttpSender.problemOf(unusable))
			.startsWith("The token has a character that cannot be in an HTTP header")
			.doesNotContain(unusable);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\n" })
	void emptyTokenIsRefused(@Nullable String empty) {
		assertThat(HttpSender.problemOf(empty)).isEqualTo("The token is empty");
	}

	static Arguments[] failures() {
		return new Arguments[] { Arguments.of(new ConnectException("refused")),
				Arguments.of(new SSLHandshakeException("bad_certificate")), Arguments.of(new IOException("reset")),
				Arguments.of(new IllegalStateException("broken")) };
	}

	/**
	 * The class of an exception proves nothing.
	 */
	@ParameterizedTest
	@MethodSource("failures")
	void failureOfARequestThatWasHandedOverIsUnknown(Exception thrown) {
		AttemptFailedException failure = fail(() -> {
			throw thrown;
		});
		assertThat(failure.details().error()).isEqualTo(WebPushError.NO_RESPONSE);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure).hasCause(thrown);
	}

	@Test
	void errorOfTheJvmIsAFailureToo() {
		AttemptFailedException failure = fail(() -> {
			throw new OutOfMemoryError("none left");
		});
		assertThat(failure.details().outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure).hasCauseInstanceOf(OutOfMemoryError.class);
	}

	@Test
	void interceptorThatFailsBeforeTheRequestIsExecutedSendsNothing() {
		this.restClient.requestInterceptor((request, body, execution) -> {
			throw new IllegalStateException("no route for " + TOKEN);
		});
		AttemptFailedException failure = fail(HttpSenderTests::created);
		assertThat(failure.details().error()).isEqualTo(WebPushError.UNREACHABLE);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure.details().hint()).isEqualTo("Nothing was sent: IllegalStateException: no route for ***");
		assertThat(this.requests).isZero();
	}

	static Arguments[] failuresWithoutMessage() {
		return new Arguments[] { Arguments.of(new IllegalStateException(), "IllegalStateException"), Arguments
			.of(new IllegalStateException(new ConnectException()), "IllegalStateException (ConnectException)") };
	}

	@ParameterizedTest
	@MethodSource("failuresWithoutMessage")
	void failureWithoutMessageIsNamedByItsClasses(RuntimeException thrown, String named) {
		this.restClient.requestInterceptor((request, body, execution) -> {
			throw thrown;
		});
		assertThat(fail(HttpSenderTests::created).details().hint()).isEqualTo("Nothing was sent: " + named);
	}

	/**
	 * As a cache does, or a fault that is injected.
	 */
	@Test
	void interceptorCanAnswerItself() throws AttemptFailedException {
		this.restClient.requestInterceptor((request, body, execution) -> new MockClientHttpResponse("own".getBytes(),
				HttpStatusCode.valueOf(503)));
		ApiResponse response = send(HttpSenderTests::created);
		assertThat(response.status().value()).isEqualTo(503);
		assertThat(response.body()).asString().isEqualTo("own");
		assertThat(this.requests).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void interceptorThatExecutesARequestTwiceIsStopped(boolean afterAFailure) {
		this.restClient.requestInterceptor((request, body, execution) -> {
			try {
				execution.execute(request, body).close();
			}
			catch (IOException ex) {
				// Many retry.
			}
			return execution.execute(request, body);
		});
		AttemptFailedException failure = fail(() -> {
			if (afterAFailure) {
				throw new IOException("reset");
			}
			return created();
		});
		assertThat(this.requests).isEqualTo(1);
		assertThat(failure.details().error()).isEqualTo(WebPushError.NO_RESPONSE);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure.details().hint()).contains("executed the request again").contains("WebPushRetryPolicy");
		if (afterAFailure) {
			assertThat(failure).hasRootCauseMessage("reset");
		}
	}

	@Test
	void interceptorNeitherSeesNorReplacesTheToken() throws AttemptFailedException {
		this.restClient.requestInterceptor((request, body, execution) -> {
			assertThat(request.getHeaders().containsHeader("Authorization")).isFalse();
			request.getHeaders().setBearerAuth("internal-token");
			request.getHeaders().set("Content-Type", "text/plain");
			request.getHeaders().set("Accept", "text/plain");
			return execution.execute(request, body);
		});
		send(HttpSenderTests::created);
		assertThat(this.sent.getHeaders().get("Authorization")).containsExactly("Bearer any-token");
		assertThat(this.sent.getHeaders().get("Content-Type")).containsExactly("application/json");
		assertThat(this.sent.getHeaders().get("Accept")).containsExactly("application/json");
	}

	@Test
	void interceptorThatChangesTheAddressIsStopped() {
		this.restClient
			.requestInterceptor((request, body, execution) -> execution.execute(new HttpRequestWrapper(request) {

				@Override
				public URI getURI() {
					return URI.create("http://127.0.0.2/v1/single");
				}

			}, body));
		assertThat(fail(HttpSenderTests::created).details().hint())
			.contains("changed the address to http://127.0.0.2, which was refused");
		assertThat(this.requests).isZero();
	}

	@Test
	void interceptorThatBuffersReadsNoMoreThanTheLimit() {
		this.restClient.requestInterceptor((request, body, execution) -> {
			ClientHttpResponse response = execution.execute(request, body);
			response.getBody().readAllBytes();
			return response;
		});
		AttemptFailedException failure = fail(() -> new MockClientHttpResponse(
				new byte[WebPushRequestFactory.MAX_BODY_LENGTH + 1], HttpStatusCode.valueOf(200)));
		assertThat(failure).hasCauseInstanceOf(ResponseTooLongException.class);
	}

	@Test
	void failureOfAThreadThatIsInterruptedIsACancellation() {
		AttemptFailedException failure = fail(() -> {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted");
		});
		assertThat(failure.details().error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "two words", "line\nbreak", "\u00a0" })
	void tokenThatIsNoneIsNotSentAndNotPrinted(String token) {
		this.token = token;
		AttemptFailedException failure = fail(HttpSenderTests::created);
		assertThat(failure.details().error()).isEqualTo(WebPushError.UNAUTHORIZED);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure.details().hint()).startsWith("Nothing was sent: The token ").doesNotContain("two words");
		assertThat(this.requests).isZero();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void partnerIdThatIsNoneIsNotSent(String partnerId) {
		this.partnerId = partnerId;
		assertThat(fail(HttpSenderTests::created).details().error()).isEqualTo(WebPushError.UNAUTHORIZED);
		assertThat(this.requests).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "201", "400" })
	void responseIsReadWithoutTheToken(int status) throws AttemptFailedException {
		ApiResponse response = send(
				() -> new MockClientHttpResponse(("key " + TOKEN).getBytes(), HttpStatusCode.valueOf(status)));
		assertThat(response.body()).asString().isEqualTo("key ***");
		assertThat(response.status().value()).isEqualTo(status);
	}

	@Test
	void requestCarriesTokenAndPartnerId() throws AttemptFailedException {
		send(HttpSenderTests::created);
		assertThat(this.sent.getHeaders().getFirst("Authorization")).isEqualTo("Bearer any-token");
		assertThat(this.sent.getHeaders().getFirst("Content-Type")).isEqualTo("application/json");
		assertThat(this.sent.getBodyAsString())
			.isEqualTo("{\"partner_id\":\"10012345\",\"title\":\"Sale\",\"language\":\"en_GB\",\"is_all\":false}");
	}

	private static ClientHttpResponse created() {
		return new MockClientHttpResponse("{\"success\": true, \"campaign_id\": 1}".getBytes(),
				HttpStatusCode.valueOf(201));
	}

	private AttemptFailedException fail(Server server) {
		return catchThrowableOfType(AttemptFailedException.class, () -> send(server));
	}

	private ApiResponse send(Server server) throws AttemptFailedException {
		WebPushRequestFactory factory = WebPushRequestFactory.ofMock(URI.create("http://127.0.0.1"), (uri, method) -> {
			this.sent = new MockClientHttpRequest(method, uri) {

				@Override
				protected ClientHttpResponse executeInternal() throws IOException {
					HttpSenderTests.this.requests++;
					try {
						return server.respond();
					}
					catch (IOException | RuntimeException ex) {
						throw ex;
					}
					catch (Exception ex) {
						throw new IllegalStateException(ex);
					}
				}

			};
			return this.sent;
		});
		return new HttpSender(this.restClient.requestFactory(factory).build(), new Credentials())
			.send(ApiRequestFactory.create(CreateCampaign.titled("Sale").language("en_GB").build()));
	}

	private interface Server {

		ClientHttpResponse respond() throws Exception;

	}

	@SuppressWarnings("NullAway")
	private final class Credentials implements WebPushCredentials {

		@Override
		public String token() {
			return HttpSenderTests.this.token;
		}

		@Override
		public String partnerId() {
			return HttpSenderTests.this.partnerId;
		}

	}

}
