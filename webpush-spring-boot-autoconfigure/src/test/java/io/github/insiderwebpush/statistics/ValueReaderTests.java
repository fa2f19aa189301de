package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ValueReader} and {@link Decimals}.
 */
class ValueReaderTests {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "9,550,384 | 9550384", "44,615 | 44615", "496 | 496", "0 | 0", "-0 | 0",
			"007 | 7", "9223372036854775807 | 9223372036854775807", "9,223,372,036,854,775,807 | 9223372036854775807" })
	void countMayBeAText(String text, long expected) {
		assertThat(parse(ValueReader.COUNT, text)).isEqualTo(expected);
		assertThat(parse(ValueReader.COUNT, " " + text + "\n")).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.234", "1.000", "12.0", "1,23", "12,34,567", "1,2345", "0,123", ",123", "123,", "1 234",
			"-5", "+5", "1e3", "0x10", "5 000", "9223372036854775808", "9,999,999,999,999,999,999", "many", "NaN",
			"Infinity", "\u0661\u0662\u0663", "\uff11\uff12", "1\u00a0234", "--", "5%", "1e999999999" })
	void otherTextsAreNoCounts(String text) {
		assertThat(parse(ValueReader.COUNT, text)).isNull();
	}

	@Test
	void textLongerThanAnyNumberIsNotEvenTried() {
		assertThat(parse(ValueReader.COUNT, "0".repeat(99) + "5")).isEqualTo(5);
		assertThat(parse(ValueReader.COUNT, "0".repeat(100) + "5")).isNull();
		assertThat(parse(ValueReader.RATE, "0".repeat(100) + "5")).isNull();
		assertThat(parse(ValueReader.MONEY, "0".repeat(100) + "5")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "411840, 411840", "0, 0", "-0.0, 0", "411840.0, 411840", "4.1184E5, 411840",
			"9223372036854775807, 9223372036854775807" })
	void countMayBeANumber(String json, long expected) {
		assertThat(ValueReader.COUNT.parser().apply(Samples.json(json))).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "-1", "9223372036854775808", "1e30", "1e999999999", "1e-999999999",
			"123456789012345678901234567890123456789", "true", "[]", "[5]", "{}", "{'count': 5}" })
	void otherJsonIsNoCount(String json) {
		assertThat(ValueReader.COUNT.parser().apply(Samples.json(json))).isNull();
	}

	@Test
	void numbersOfEveryKindAreRead() {
		for (JsonNode node : new JsonNode[] { NODES.numberNode((short) 7), NODES.numberNode(7), NODES.numberNode(7L),
				NODES.numberNode(7f), NODES.numberNode(7d), NODES.numberNode(BigInteger.valueOf(7)),
				NODES.numberNode(new BigDecimal("7.000")) }) {
			assertThat(ValueReader.COUNT.parser().apply(node)).as("%s", node.getClass()).isEqualTo(7L);
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void numbersThatAreNoneAreRefused(double number) {
		assertThat(ValueReader.COUNT.parser().apply(NODES.numberNode(number))).isNull();
		assertThat(ValueReader.RATE.parser().apply(NODES.numberNode(number))).isNull();
		assertThat(ValueReader.MONEY.parser().apply(NODES.numberNode((float) number))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "32.42%, 0.3242", "32.42, 0.3242", "32.42 %, 0.3242", "100.00%, 1", "0.00%, 0", "0, 0", "-0.00%, 0",
			"'1,234.5%', 12.345", "1.0E-5, 0.0000001", "0.3408, 0.003408" })
	void textOfARateIsAPercentage(String text, BigDecimal fraction) {
		assertThat(parse(ValueReader.RATE, text)).isEqualTo(Rate.ofFraction(fraction));
	}

	@ParameterizedTest
	@CsvSource({ "0.3408, 0.3408", "0, 0", "1, 1", "0.340792621261037, 0.340792621261037", "1.0E-7, 0.0000001" })
	void numberOfARateIsAFraction(String json, BigDecimal fraction) {
		assertThat(ValueReader.RATE.parser().apply(Samples.json(json))).isEqualTo(Rate.ofFraction(fraction));
	}

	@ParameterizedTest
	@ValueSource(strings = { "'-5%'", "'32,42%'", "'1.2.3'", "'%'", "'%5'", "'5%%'", "'1e999999999'", "'1e99'", "'NaN'",
			"'0.1234567890123456789012345678901%'", "1e28", "'1e30%'", "'.5'", "'5.'", "-0.5", "1e999999999",
			"1e-999999999", "true", "[]", "{}" })
	void otherValuesAreNoRates(String json) {
		assertThat(ValueReader.RATE.parser().apply(Samples.json(json))).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "null",
			value = { "'2,480 TRY' | 2480 | TRY", "'2479.6600112915' | 2479.6600112915 | null", "'0 USD' | 0 | USD",
					"'USD' | null | USD", "'2,479.66' | 2479.66 | null", "'1.234' | 1.234 | null",
					"'1,234' | 1234 | null", "'-12.50 EUR' | -12.5 | EUR", "'2480TRY' | 2480 | TRY",
					"'2,480\u00a0TRY' | 2480 | TRY", "'2,480 \u20ba' | 2480 | \u20ba", "'9.1E-5 USD' | 0.000091 | USD",
					"0 | 0 | null", "2479.66 | 2479.66 | null", "-3 | -3 | null" })
	void moneyIsAnAmountOrACurrencyOrBoth(String json, @Nullable BigDecimal amount, @Nullable String currency) {
		assertThat(ValueReader.MONEY.parser().apply(Samples.json(json))).isEqualTo(new Money(amount, currency));
	}

	@ParameterizedTest
	@ValueSource(strings = { "'1.234,56 EUR'", "'12,34 EUR'", "'Infinity'", "'NaN'", "'lots'", "'5 5'", "'USD 5 USD'",
			"'5 US'", "'1e999999999 USD'", "'99e99 USD'", "'TRY \u0665'", "1e999999999", "false", "[]",
			"{'amount': 5}" })
	void otherValuesAreNoMoney(String json) {
		assertThat(ValueReader.MONEY.parser().apply(Samples.json(json))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "'true'", "'TRUE'", "1", "'1'" })
	void yesMayBeWrittenInSeveralWays(String json) {
		assertThat(ValueReader.FLAG.parser().apply(Samples.json(json))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "'false'", "0", "'0'" })
	void noToo(String json) {
		assertThat(ValueReader.FLAG.parser().apply(Samples.json(json))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'yes'", "2", "'ended'", "[]", "{}" })
	void otherValuesAreNeitherYesNorNo(String json) {
		assertThat(ValueReader.FLAG.parser().apply(Samples.json(json))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "2023-06-08 21:15:10, 2023-06-08T21:15:10", "2023-06-08T21:15:10, 2023-06-08T21:15:10",
			"2024-02-29 00:00:00.5, 2024-02-29T00:00:00.5", "2023-06-08 21:15, 2023-06-08T21:15:00" })
	void dateAndTimeMayHaveASpaceOrAT(String text, LocalDateTime expected) {
		assertThat(parse(ValueReader.LOCAL_DATE_TIME, text)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2023-02-29 00:00:00", "2023-06-08", "2023-06-08 24:00:00", "2023-06-08 21:15:10Z",
			"2023-06-08T21:15:10.000000Z", "0000-00-00 00:00:00", "08.06.2023 21:15:10", "12023-06-08 21:15:10",
			"\u0662\u0660\u0662\u0663-06-08 21:15:10", "today", "1686258910", "-0001-11-30 00:00:00",
			"+2023-06-08 21:15:10", "+12023-06-08 21:15:10", "2023-06-08  21:15:10", "2023-06-08 21:15:60", "" })
	void otherTextsAreNoDates(String text) {
		assertThat(parse(ValueReader.LOCAL_DATE_TIME, text)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "2023-05-31T21:00:00.000000Z, 2023-05-31T21:00:00Z",
			"2023-06-08T20:59:59.999999Z, 2023-06-08T20:59:59.999999Z",
			"2023-06-01T00:00:00+03:00, 2023-05-31T21:00:00Z" })
	void instantHasAnOffset(String text, Instant expected) {
		assertThat(parse(ValueReader.INSTANT, text)).isEqualTo(expected);
	}

	@Test
	void dateWithoutAnOffsetIsNoInstant() {
		assertThat(parse(ValueReader.INSTANT, "2023-05-31T21:00:00")).isNull();
		assertThat(parse(ValueReader.INSTANT, "2023-02-29T21:00:00Z")).isNull();
		assertThat(parse(ValueReader.INSTANT, "-0001-11-30T00:00:00+00:00")).isNull();
		assertThat(ValueReader.INSTANT.parser().apply(Samples.json("1685566800"))).isNull();
	}

	@Test
	void textIsKeptAsItIsAndScalarsAsJsonWritesThem() {
		assertThat(parse(ValueReader.TEXT, " Bulk ")).isEqualTo(" Bulk ");
		assertThat(ValueReader.TEXT.parser().apply(Samples.json("2023"))).isEqualTo("2023");
		assertThat(ValueReader.TEXT.parser().apply(Samples.json("1e999999999"))).isEqualTo("1E+999999999");
		assertThat(ValueReader.TEXT.parser().apply(Samples.json("true"))).isEqualTo("true");
		assertThat(ValueReader.TEXT.parser().apply(Samples.json("['Bulk']"))).isNull();
	}

	@Test
	void builderIdIsAPositiveNumber() {
		assertThat(ValueReader.BUILDER_ID.parser().apply(Samples.json("11111"))).isEqualTo(BuilderId.of(11111));
		assertThat(parse(ValueReader.BUILDER_ID, "11111")).isEqualTo(BuilderId.of(11111));
		assertThat(parse(ValueReader.BUILDER_ID, "0")).isNull();
		assertThat(parse(ValueReader.BUILDER_ID, "a1")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "''", "' '", "'-'", "' - '", "'N/A'", "'n/a'" })
	void missingValuesAreAbsent(String json) {
		assertThat(ValueReader.isAbsent(Samples.json(json))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "'0'", "false", "[]", "{}", "'--'", "'NA'", "'none'" })
	void othersAreThere(String json) {
		assertThat(ValueReader.isAbsent(Samples.json(json))).isFalse();
	}

	private static <T> @Nullable T parse(ValueReader<T> reader, String text) {
		return reader.parser().apply(NODES.stringNode(text));
	}

}
