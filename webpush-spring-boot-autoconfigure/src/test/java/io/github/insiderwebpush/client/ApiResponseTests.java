package io.github.insiderwebpush.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ApiResponseTests {

	private static final String TOKEN = "abc/def+ghi=";

	@ParameterizedTest
	@ValueSource(strings = { "abc/def+ghi=", "abc\\/def+ghi=", "abc\\u002Fdef\\u002bghi\\u003d", "\\u0061bc/def+ghi=" })
	void tokenIsRemovedHoweverJsonEscapesIt(String repeated) {
		HttpHeaders headers = new HttpHeaders();
		headers.add("CF-RAY", "ray " + TOKEN);
		byte[] body = ("{\"message\": \"Invalid api key " + repeated + "\"}").getBytes(StandardCharsets.UTF_8);

		ApiResponse answer = new ApiResponse(HttpStatus.FORBIDDEN, headers, body, null).without(TOKEN);
		WebPushException failure = new DefaultWebPushErrorTranslator().translate(WebPushOperation.CREATE,
				answer.status(), answer.headers(), answer.body());

		assertThat(failure.detail()).isEqualTo("Invalid api key ***");
		assertThat(failure.cfRay()).isEqualTo("ray ***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE" })
	void tokenIsRemovedFromOtherEncodings(String charset) {
		for (String text : List.of("{\"message\": \"" + TOKEN + "\"}", TOKEN)) {
			ApiResponse answer = new ApiResponse(HttpStatus.FORBIDDEN, new HttpHeaders(), text.getBytes(Charset.forName(charset)),
					null)
				.without(TOKEN);
			WebPushException failure = new DefaultWebPushErrorTranslator().translate(WebPushOperation.CREATE,
					answer.status(), answer.headers(), answer.body());
			assertThat(failure.getMessage().replace(" ", "")).contains("***").doesNotContain(TOKEN);
		}
	}

	@Test
	void secretIsRemovedFromEightCharactersOnForShorterOnesMayBeWords() {
		ApiResponse answer = new ApiResponse(HttpStatus.FORBIDDEN, new HttpHeaders(),
				"campaign campaigns".getBytes(StandardCharsets.UTF_8), null);
		assertThat(answer.without("campaig")).isSameAs(answer);
		assertThat(new String(answer.without("campaign").body(), StandardCharsets.UTF_8)).isEqualTo("*** ***s");
	}

	@Test
	void textAroundASecretStaysWhateverItsCharacters() {
		ApiResponse answer = new ApiResponse(HttpStatus.FORBIDDEN, new HttpHeaders(),
				("\u015eifre " + TOKEN + " ge\u00e7ersiz").getBytes(StandardCharsets.UTF_8), null)
			.without(TOKEN);
		assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("\u015eifre *** ge\u00e7ersiz");
	}

	@Test
	void bodyIsReadUpToTheLimitAndNotFurther() throws IOException {
		byte[] longest = new byte[ApiResponse.MAX_BODY_LENGTH];
		ApiResponse whole = ApiResponse.read(new MockClientHttpResponse(longest, HttpStatus.OK));
		assertThat(whole.body()).hasSize(ApiResponse.MAX_BODY_LENGTH);
		assertThat(whole.broken()).isNull();
		ApiResponse cut = ApiResponse.read(new MockClientHttpResponse(new byte[ApiResponse.MAX_BODY_LENGTH + 1], HttpStatus.OK));
		assertThat(cut.broken()).isInstanceOf(ApiResponse.TooLongException.class)
			.hasMessage("The answer is longer than 4194304 bytes and was not read further");
	}

	@Test
	void whatWasReadBeforeTheBodyBrokeOffIsKept() throws IOException {
		IOException reset = new IOException("reset");
		InputStream body = new SequenceInputStream(new ByteArrayInputStream(new byte[] { 1, 2, 3 }), new InputStream() {

			@Override
			public int read() throws IOException {
				throw reset;
			}

		});
		ApiResponse answer = ApiResponse.read(new MockClientHttpResponse(body, HttpStatus.OK));
		assertThat(answer.body()).containsExactly(1, 2, 3);
		assertThat(answer.broken()).isSameAs(reset);
	}

}
