package io.github.insiderwebpush.client;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

class TokenRedactorTests {

	private static final String TOKEN = "abc/def+ghi=";

	private final TokenRedactor redactor = new TokenRedactor(TOKEN);

	@ParameterizedTest
	@ValueSource(strings = { "abc/def+ghi=", "abc\\/def+ghi=", "abc\\u002Fdef\\u002bghi\\u003d", "\\u0061bc/def+ghi=" })
	void tokenIsRemovedHoweverJsonEscapesIt(String repeated) {
		assertThat(redact("{\"message\": \"Invalid api key " + repeated + "\"}"))
			.isEqualTo("{\"message\": \"Invalid api key ***\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\u003", "\\u00", "\\u0", "\\u", "\\" })
	void tokenIsRemovedAfterAnEscapeThatIsCutShort(String escape) {
		for (String token : List.of("fuzz/T0ken", "3fuzz/T0ken")) {
			TokenRedactor redacting = new TokenRedactor(token);
			for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
				assertThat(redacting.redact((escape + token).getBytes(charset))).asString()
					.endsWith("***")
					.doesNotContain("fuzz");
			}
		}
	}

	@Test
	void tokenIsRemovedFromHeaders() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("CF-RAY", "ray " + TOKEN);
		assertThat(this.redactor.redact(headers).getFirst("cf-ray")).isEqualTo("ray ***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE" })
	void tokenIsRemovedFromOtherEncodings(String charset) {
		for (String text : List.of("{\"message\": \"" + TOKEN + "\"}", TOKEN)) {
			byte[] body = this.redactor.redact(text.getBytes(Charset.forName(charset)));
			WebPushErrorDetails failure = new DefaultWebPushErrorTranslator().translate(WebPushOperation.CREATE,
					HttpStatus.FORBIDDEN, new HttpHeaders(), body);
			assertThat(failure.detail().replace(" ", "")).contains("***").doesNotContain(TOKEN);
		}
	}

	@Test
	void shorterSecretsStayBecauseTheyMayBeWords() {
		byte[] body = "campaign campaigns".getBytes(StandardCharsets.UTF_8);
		assertThat(new TokenRedactor("campaig").redact(body)).isSameAs(body);
		assertThat(new String(new TokenRedactor("campaign").redact(body), StandardCharsets.UTF_8))
			.isEqualTo("*** ***s");
	}

	@Test
	void textAroundTheTokenStaysWhateverItsCharacters() {
		assertThat(redact("\u015eifre " + TOKEN + " ge\u00e7ersiz")).isEqualTo("\u015eifre *** ge\u00e7ersiz");
		assertThat(redact("\u015eifre ge\u00e7ersiz \\")).isEqualTo("\u015eifre ge\u00e7ersiz \\");
	}

	@Test
	void bodyThatSharesWordsWithTheTokenCanStillBeRead() {
		String body = "{\"success\": true, \"campaign_id\": 25696}";
		assertThat(
				new String(new TokenRedactor("key-for-campaign_id-2026").redact(body.getBytes(StandardCharsets.UTF_8)),
						StandardCharsets.UTF_8))
			.isEqualTo(body);
	}

	@Test
	void jsonAroundTheTokenStaysJson() {
		TokenRedactor quoted = new TokenRedactor("any\"token\\9");
		String body = "{\"a\": \"x \\u0022 \\\\u0061 \\u015f \\n\", \"b\": \"any\\\"token\\\\9\", \"c\": \"any\\u0022token\\u005c9\"}";
		JsonNode json = Json.read(quoted.redact(body.getBytes(StandardCharsets.UTF_8)));
		assertThat(json).isNotNull();
		assertThat(json.path("a").stringValue()).isEqualTo("x \" \\u0061 \u015f \n");
		assertThat(json.path("b").stringValue()).isEqualTo("***");
		assertThat(json.path("c").stringValue()).isEqualTo("***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\abcdefgh", "abcdefgh\\", "\"abcdefgh" })
	void tokenThatBeginsOrEndsWithAnEscapeLeavesJson(String token) {
		byte[] body = Json.write(Map.of("m", token));
		assertThat(Json.read(new TokenRedactor(token).redact(body)).path("m").stringValue()).isEqualTo("***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "key abc/def+ghi", "key bc/def+ghi=", "key c/def+gh" })
	void partOfATokenIsRemovedFromTexts(String text) {
		assertThat(this.redactor.redact(text)).isEqualTo("key ***");
	}

	@Test
	void textsWithoutTheTokenStayAsTheyAre() {
		assertThat(this.redactor.redact("key abc/def")).isEqualTo("key abc/def");
		assertThat(this.redactor.redact("")).isEmpty();
	}

	/**
	 * A token may be a JWT of thousands of characters, and a server may repeat it without
	 * end.
	 */
	@Test
	void longTokenThatIsRepeatedManyTimesIsRemoved() {
		String token = "eyJhbGciOi".repeat(300) + "x";
		TokenRedactor longToken = new TokenRedactor(token);
		byte[] body = token.repeat(1000).getBytes(StandardCharsets.UTF_8);
		assertThat(new String(longToken.redact(body), StandardCharsets.UTF_8)).isEqualTo("***".repeat(1000));
		assertThat(longToken.redact("key " + token)).isEqualTo("key ***");
	}

	private String redact(String body) {
		return new String(this.redactor.redact(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
	}

}
