package io.github.insiderwebpush.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is found in the bodies of errors, and how much of it is kept.
 */
class ErrorTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"message": "a"}                                     | a
			{"error": "a"}                                       | a
			{"error": {"message": "a"}}                          | a
			{"errors": "a"}                                      | a
			{"errors": ["a", "b"]}                               | a; b
			{"errors": [{"message": "a"}, {"message": "b"}]}     | a; b
			{"errors": [{"field": " ", "message": "a"}]}         | a
			{"errors": [{"field": 7, "message": "a"}]}           | a
			{"message": "a", "error": "b", "errors": ["c"]}      | a; b; c
			{"message": "a", "error": "a"}                       | a
			{"message": " ", "error": "b"}                       | b
			{"message": null, "error": 17}                       | 17
			"a"                                                  | a
			a                                                    | a
			``                                                   |
			" "                                                  |
			[]                                                   | []
			{"message": {"a": "b"}}                              |
			<html>no title                                       | HTML page
			  <html><title lang="en">a</title>                   | HTML page: a
			""")
	void textsAreFoundWhereverTheVendorPutsThem(String body, String expected) {
		assertThat(read(body).readable()).isEqualTo(expected);
	}

	@Test
	void fieldsAreFoundAsAMapAndAsAList() {
		Map<String, List<String>> fields = Map.of("title", List.of("too long", "17"), "language", List.of("unknown"));
		assertThat(read("{\"errors\": {\"title\": [\"too long\", null, 17, {}], \"language\": \"unknown\"}}").fields())
			.isEqualTo(fields);
		ErrorText list = read("""
				{"errors": [{"field": "title", "message": "too long"}, {"field": "title", "message": 17},
				{"field": "language", "message": "unknown"}]}""");
		assertThat(list.fields()).isEqualTo(fields);
		assertThat(list.readable()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"message\": 1}" })
	void onlyAnObjectIsTheVendorsShape(String body) {
		assertThat(read(body).json()).isTrue();
		assertThat(read("[" + body + "]").json()).isFalse();
	}

	@Test
	void namesAndTextsOfFieldsCannotForgeLinesOfALog() {
		assertThat(read("{\"errors\": {\"a\\nb\": [\"c\\r\\nd\"]}}").fields()).isEqualTo(Map.of("a b", List.of("c d")));
	}

	@Test
	void textOfExactlyTheLimitIsKeptWhole() {
		assertThat(read("x".repeat(500)).readable()).isEqualTo("x".repeat(500));
		assertThat(read("x".repeat(501)).readable()).isEqualTo("x".repeat(500) + "…");
		assertThat(read("\uD83D\uDE80".repeat(501)).readable()).isEqualTo("\uD83D\uDE80".repeat(500) + "…");
	}

	@Test
	void fiftyTextsAndNoMoreAreKept() {
		assertThat(read("{\"errors\": [" + many("\"%d\"", 60) + "]}").texts()).hasSize(50).endsWith("49");
		assertThat(read("{\"errors\": {" + many("\"f%d\": \"a\"", 60) + "}}").fields()).hasSize(50).containsKey("f49");
		assertThat(read("{\"errors\": {\"f\": [" + many("\"%d\"", 60) + "]}}").fields().get("f")).hasSize(50)
			.endsWith("49");
	}

	@Test
	void onlyTheBeginningOfALongPageIsLookedThrough() {
		String padding = "<!-- " + "x".repeat(16 * 1024) + " -->";
		assertThat(read("<html>" + padding + "<title>late</title>").readable()).isEqualTo("HTML page");
	}

	private static String many(String pattern, int count) {
		return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(","));
	}

	private static ErrorText read(String body) {
		return ErrorText.of(body.getBytes(StandardCharsets.UTF_8));
	}

}
