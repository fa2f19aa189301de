package io.github.insiderwebpush.campaign;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link Text}.
 */
class TextTests {

	private static final String RULE = "must not have control, bidirectional or invisible characters, but has ";

	/** Unicode's Default_Ignorable_Code_Point, DerivedCoreProperties.txt. */
	private static final int[][] DEFAULT_IGNORABLE = { { 0xad, 0xad }, { 0x34f, 0x34f }, { 0x61c, 0x61c },
			{ 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x202a, 0x202e },
			{ 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
			{ 0xfff0, 0xfff8 }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff } };

	@ParameterizedTest
	@ValueSource(strings = { "Summer sale", "Summer  sale", "Été “50 %” – now!", "5 < 6 & 7 > 3", "Mağaza’da indirim",
			"скидки", "خصم ٥٠٪", "مبيعات", "מבצע", "夏のセール", "여름 세일", "ลดราคา", "a\u0301", "\u06dd\u0661", "$1 \\n",
			"no\u00a0break inside", "ideographic\u3000space", "\ue000", "\u20ba" })
	void textOfAnyScriptIsValid(String text) {
		assertThat(problems(text)).isEmpty();
		assertThat(Text.printable(text)).isEqualTo(text);
	}

	@ParameterizedTest
	@MethodSource("joinedTexts")
	void joinersAndSelectorsAreValidWhereTheyHaveAnEffect(String text) {
		assertThat(problems(text)).isEmpty();
		assertThat(problems("Sale " + text + " now")).isEmpty();
		assertThat(problems(text + text)).isEmpty();
		assertThat(Text.printable(text)).isEqualTo(text);
	}

	static Stream<String> joinedTexts() {
		return Stream.of("🚀", "👩‍👩‍👧‍👦", "❤️‍🔥", "🏳️‍🌈", "🏴‍☠️", "👩🏽‍💻", "🙂‍↔️", "👁️‍🗨️", "1️⃣", "#️⃣",
				"©️", "™️", "☎︎", "🇹🇷", "🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
				"می\u200cخواهم", "क्\u200dष", "ක්\u200dෂ", "葛\udb40\udd00", "\u1820\u180b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sa\u200dle", "Sa\u200cle", "Sale\u200d", "🚀\u200d", "🚀 \u200d🚀", "\u200d🚀",
			"🚀\u200d\u200d🚀", "🚀\u200d1", "Sa\ufe0fle", "Sale \ufe0f!", "\ufe0fSale", "🚀\ufe0f\ufe0f", "ск\u200cид",
			"σ\ufe0fς", "Sale\udb40\udc67", "🏴\udb40\udc67\udb40\udc62", "🏴\udb40\udc7f",
			"🚀\udb40\udc67\udb40\udc62\udb40\udc7f" })
	void joinersSelectorsAndTagsAreRefusedElsewhere(String text) {
		assertThat(problems(text)).first().asString().startsWith(RULE);
	}

	@Test
	void everyCharacterWithoutAShapeIsRefused() {
		for (int[] range : DEFAULT_IGNORABLE) {
			IntStream.rangeClosed(range[0], range[1]).forEach(TextTests::assertRefused);
		}
	}

	@Test
	void everyControlAndLineSeparatorIsRefused() {
		IntStream.rangeClosed(0, 0x1f).forEach(TextTests::assertRefused);
		IntStream.rangeClosed(0x7f, 0x9f).forEach(TextTests::assertRefused);
		IntStream.of(0x2028, 0x2029, 0xfff9, 0xfffb, 0xfffe, 0xffff, 0xfdd0, 0x10ffff)
			.forEach(TextTests::assertRefused);
	}

	private static void assertRefused(int c) {
		String code = String.format("U+%04X", c);
		assertThat(problems("ab" + Character.toString(c) + "c")).as(code)
			.singleElement()
			.asString()
			.startsWith(RULE + code)
			.endsWith(" as character 3");
		String printed = Text.printable("ab" + Character.toString(c) + "c");
		assertThat(printed).as(code).isEqualTo(String.format("ab\\u%04xc", c));
	}

	@Test
	void charactersAreNamedAndCountedInCodePoints() {
		assertThat(problems("🚀🚀\u202e🚀\u200b")).containsExactly(
				RULE + "U+202E RIGHT-TO-LEFT OVERRIDE as character 3, U+200B ZERO WIDTH SPACE as character 5");
	}

	@Test
	void manyCharactersAreCountedAndNotListed() {
		assertThat(problems("a" + "\u001b".repeat(1000) + "b")).containsExactly(RULE
				+ "U+001B ESCAPE as character 2, U+001B ESCAPE as character 3, U+001B ESCAPE as character 4 and 997 more");
	}

	@Test
	void halfASurrogatePairIsNamedAsThat() {
		assertThat(problems("a\ud83d"))
			.containsExactly(RULE + "U+D83D (half of a surrogate pair: was an emoji cut in two?) as character 2");
		assertThat(Text.printable("\ude80🚀\ud83d")).isEqualTo("\\ude80🚀\\ud83d");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00a0", "\u200b", "\u00a0\u200b \u3164", "\ufe0f", "\u200d", "\u2800", "\u202e",
			"\u0007", "\u3164\u115f" })
	void textWithoutAnythingVisibleIsBlank(String text) {
		assertThat(problems(text)).singleElement()
			.asString()
			.startsWith("must not be blank, but has only white space or invisible characters such as "
					+ String.format("U+%04X ", text.codePointAt(0)));
	}

	@ParameterizedTest
	@ValueSource(strings = { " a", "a ", "\u00a0a", "a\u3000", "a\u2800", "\u2003a" })
	void whiteSpaceIsRefusedAtEitherEnd(String text) {
		assertThat(problems(text)).singleElement()
			.asString()
			.matches("must not (begin|end) with white space, but \\1s with U\\+[0-9A-F]{4} .+");
	}

	@Test
	void problemsAreOnePrintableLineWhateverTheInput() {
		for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
			int type = Character.getType(c);
			if (type != Character.UNASSIGNED && type != Character.PRIVATE_USE && !Character.isLetter(c)) {
				String text = Character.toString(c);
				InvalidCampaignException failure = catchThrowableOfType(InvalidCampaignException.class,
						() -> CreateCampaign.titled("\n" + text).language(text).build());
				assertThat(failure.getMessage().codePoints().noneMatch(TextTests::isHidden)).as("U+%04X", c).isTrue();
				assertThat(failure.problems().toString().codePoints().noneMatch(TextTests::isHidden)).isTrue();
			}
		}
	}

	private static boolean isHidden(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				true;
			case Character.FORMAT -> "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2".indexOf(c) < 0
					&& c != 0x110bd && c != 0x110cd;
			default -> false;
		};
	}

	private static List<String> problems(String text) {
		Problems problems = new Problems();
		Text.check(problems, "text", text, Integer.MAX_VALUE);
		InvalidCampaignException failure = catchThrowableOfType(InvalidCampaignException.class,
				() -> problems.throwIfAny("Text", null));
		return (failure != null) ? failure.problems().getOrDefault("text", List.of()) : List.of();
	}

}
