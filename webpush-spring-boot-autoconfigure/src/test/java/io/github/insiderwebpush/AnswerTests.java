package io.github.insiderwebpush;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerTests {

	private static final String TOKEN = "abc/def+ghi=";

	@ParameterizedTest
	@ValueSource(strings = { "abc/def+ghi=", "abc\\/def+ghi=", "abc\\u002Fdef\\u002bghi\\u003d", "\\u0061bc/def+ghi=" })
	void tokenIsRemovedHoweverJsonEscapesIt(String repeated) {
		HttpHeaders headers = new HttpHeaders();
		headers.add("CF-RAY", "ray " + TOKEN);
		byte[] body = ("{\"message\": \"Invalid api key " + repeated + "\"}").getBytes(StandardCharsets.UTF_8);

		Answer answer = new Answer(HttpStatus.FORBIDDEN, headers, body, null).without(TOKEN);
		WebPushException failure = new DefaultWebPushErrorTranslator().translate(WebPushOperation.CREATE,
				answer.status(), answer.headers(), answer.body());

		assertThat(failure.detail()).isEqualTo("Invalid api key ***");
		assertThat(failure.cfRay()).isEqualTo("ray ***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE" })
	void tokenIsRemovedFromOtherEncodings(String charset) {
		for (String text : List.of("{\"message\": \"" + TOKEN + "\"}", TOKEN)) {
			Answer answer = new Answer(HttpStatus.FORBIDDEN, new HttpHeaders(), text.getBytes(Charset.forName(charset)),
					null)
				.without(TOKEN);
			WebPushException failure = new DefaultWebPushErrorTranslator().translate(WebPushOperation.CREATE,
					answer.status(), answer.headers(), answer.body());
			assertThat(failure.getMessage().replace(" ", "")).contains("***").doesNotContain(TOKEN);
		}
	}

}
