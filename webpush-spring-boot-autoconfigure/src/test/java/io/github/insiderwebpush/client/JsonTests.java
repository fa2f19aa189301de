package io.github.insiderwebpush.client;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"success": true}                                | true
			{"success": true, "campaign_id": 2               | true
			{"a": {"success": false}, "success": true        | true
			{"a": [1, {"b": 2}], "success": true             | true
			{"success": false, "campaign_id": 2              | false
			{"success": "true"}                              | false
			{"campaign": {"success": true}                   | false
			{"campaign": {"success": true}}                  | false
			{"campaign_id": 2}                               | false
			[{"success": true}]                              | false
			["success", true]                                | false
			{"success": tr                                   | false
			{"succ                                           | false
			success                                          | false
			``                                               | false
			""")
	void successCountsAtTheTopLevelOfAnObjectEvenIfItIsCutShort(String body, boolean success) {
		assertThat(Json.saysSuccess(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(success);
	}

	/**
	 * A token in it would not be found.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE" })
	void bodyInAnotherEncodingIsNotJson(String charset) {
		assertThat(Json.read("{}".getBytes(Charset.forName(charset)))).isNull();
		assertThat(Json.read("{}".getBytes(StandardCharsets.UTF_8))).isNotNull();
	}

}
