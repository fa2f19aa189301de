package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;
import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Rate}, {@link Money}, {@link DateRange}, {@link BuilderId} and
 * {@link UnreadableValue}.
 */
class ValuesTests {

	@Test
	void rateIsTheSameHoweverItIsWritten() {
		Rate rate = Rate.ofFraction(new BigDecimal("0.32420"));
		assertThat(rate).isEqualTo(Rate.ofFraction(new BigDecimal("0.3242")))
			.hasSameHashCodeAs(new Rate(new BigDecimal("0.324200")))
			.isNotEqualTo(Rate.ofFraction(new BigDecimal("0.3243")));
		assertThat(rate.fraction()).isEqualTo(new BigDecimal("0.3242"));
		assertThat(rate.asPercent()).isEqualTo(new BigDecimal("32.42"));
	}

	@ParameterizedTest
	@CsvSource({ "0.3242, 32.42%", "1, 100%", "0, 0%", "0.00, 0%", "0.0000001, 0.00001%", "12.5, 1250%",
			"1E+3, 100000%" })
	void rateIsWrittenAsAPercentage(BigDecimal fraction, String expected) {
		assertThat(Rate.ofFraction(fraction)).hasToString(expected);
	}

	@Test
	@SuppressWarnings("NullAway")
	void rateNeedsANumber() {
		assertThatIllegalArgumentException().isThrownBy(() -> Rate.ofFraction(null))
			.withMessage("'fraction' must not be null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999999999", "1e-999999999", "0e-999999999", "1e2147483647", "1e-2147483647",
			"1234567890123456789012345678901", "0.1234567890123456789012345678901" })
	void numbersThatNoReportCanMeanAreRefused(BigDecimal number) {
		assertThatIllegalArgumentException().isThrownBy(() -> Rate.ofFraction(number))
			.withMessageStartingWith("'fraction' must have at most 30 digits before its dot and after it");
		assertThatIllegalArgumentException().isThrownBy(() -> new Money(number, "USD"))
			.withMessageStartingWith("'amount' must have at most 30 digits");
	}

	@ParameterizedTest
	@ValueSource(strings = { "123456789012345678901234567890.123456789012345678901234567890", "0e-30", "1e29" })
	void amountsAtTheLimitAreTaken(BigDecimal number) {
		assertThat(new Money(number, null).amount()).isEqualByComparingTo(number);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1234567890123456789012345678.123456789012345678901234567890", "0e-30", "1e27" })
	void ratesAtTheLimitAreTaken(BigDecimal number) {
		Rate rate = Rate.ofFraction(number);
		assertThat(rate.fraction()).isEqualByComparingTo(number);
		assertThat(rate.asPercent()).isEqualByComparingTo(number.movePointRight(2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e28", "12345678901234567890123456789" })
	void ratesWhosePercentageIsTooLongAreRefused(BigDecimal number) {
		assertThatIllegalArgumentException().isThrownBy(() -> Rate.ofFraction(number))
			.withMessageStartingWith("'fraction as a percentage' must have at most 30 digits");
	}

	@Test
	void moneyIsTheSameHoweverItIsWritten() {
		assertThat(new Money(new BigDecimal("2480.00"), "TRY")).isEqualTo(new Money(new BigDecimal("2.48E+3"), "TRY"))
			.isNotEqualTo(new Money(new BigDecimal("2480"), "USD"))
			.isNotEqualTo(new Money(new BigDecimal("2480"), null))
			.hasToString("2480 TRY");
	}

	@Test
	void moneyIsWrittenAsFarAsItIsThere() {
		assertThat(new Money(new BigDecimal("-2479.66"), null)).hasToString("-2479.66");
		assertThat(new Money(null, "USD")).hasToString("USD");
	}

	@Test
	void moneyOfACurrencyAloneHasNoAmount() {
		assertThat(new Money(null, "USD").amount()).isNull();
	}

	@Test
	void moneyNeedsAtLeastOnePart() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Money(null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new Money(BigDecimal.ONE, " "));
	}

	@Test
	void rangeMayBeOneDay() {
		LocalDate day = LocalDate.of(2023, 6, 8);
		assertThat(DateRange.on(day)).isEqualTo(DateRange.of(day, day));
	}

	@Test
	void rangeIsWrittenAsTheApiRequiresIt() {
		DateRange range = DateRange.of(LocalDate.of(2023, 5, 31), LocalDate.of(2023, 6, 8));
		assertThat(range.start()).hasToString("2023-05-31");
		assertThat(range.end()).hasToString("2023-06-08");
	}

	@Test
	void rangeThatEndsBeforeItStartsIsRefusedWithTheRemedy() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DateRange.of(LocalDate.of(2023, 6, 8), LocalDate.of(2023, 5, 31)))
			.withMessage("'end' must not be before 'start', but 2023-05-31 is before 2023-06-08: swap them");
	}

	@Test
	void daysThatTheApiCannotReadAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> DateRange.on(LocalDate.MAX))
			.withMessage("'start' must be a day of the years 1 to 9999, but is +999999999-12-31");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DateRange.of(LocalDate.of(2023, 1, 1), LocalDate.of(10000, 1, 1)))
			.withMessageStartingWith("'end' must be a day of the years 1 to 9999");
		assertThatIllegalArgumentException().isThrownBy(() -> DateRange.on(LocalDate.of(0, 1, 1)));
	}

	@Test
	void firstAndLastDayThatTheApiCanReadAreAccepted() {
		DateRange range = DateRange.of(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31));
		assertThat(range.start()).hasToString("0001-01-01");
		assertThat(range.end()).hasToString("9999-12-31");
	}

	@Test
	@SuppressWarnings("NullAway")
	void rangeNeedsBothEnds() {
		assertThatIllegalArgumentException().isThrownBy(() -> DateRange.of(null, LocalDate.EPOCH))
			.withMessage("'start' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> DateRange.of(LocalDate.EPOCH, null))
			.withMessage("'end' must not be null");
	}

	@Test
	void builderIdIsPositiveAndWrittenAsItsNumber() {
		assertThat(BuilderId.of(11111)).hasToString("11111").isEqualTo(new BuilderId(11111));
		assertThatIllegalArgumentException().isThrownBy(() -> BuilderId.of(0))
			.withMessage("'value' must be a positive builder ID, but is 0");
	}

	@Test
	void unreadableValueIsCutToAReadableLength() {
		UnreadableValue value = new UnreadableValue("data[3].sent", "must be a whole number",
				"\uD83D\uDE80".repeat(5000));
		assertThat(value.value()).isEqualTo("\uD83D\uDE80".repeat(100));
	}

	@Test
	@SuppressWarnings("NullAway")
	void unreadableValueNeedsAllItsParts() {
		assertThatIllegalArgumentException().isThrownBy(() -> new UnreadableValue(null, "b", "c"))
			.withMessage("'path' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> new UnreadableValue("a", null, "c"))
			.withMessage("'rule' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> new UnreadableValue("a", "b", null))
			.withMessage("'value' must not be null");
	}

	@Test
	void unreadableValueCannotForgeLinesOfALog() {
		UnreadableValue value = new UnreadableValue("goalMenu.a\nb", "must be a text",
				"x\r\n\u0085\u2028\u202e\u200bERROR");
		assertThat(value).hasToString("goalMenu.a?b must be a text, but is 'x??????ERROR'");
	}

}
