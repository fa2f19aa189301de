package io.github.insiderwebpush.campaign;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link CreateCampaign}.
 */
class CreateCampaignTests {

	private static final String EMOJI = "\uD83D\uDE80";

	private static final String HALF_AN_EMOJI = "\uD83D";

	@Test
	void needsNoMoreThanATitle() {
		CreateCampaign campaign = CreateCampaign.titled("Summer sale").build();
		assertThat(campaign.title()).isEqualTo("Summer sale");
		assertThat(campaign.language()).isNull();
		assertThat(campaign.toAllSubscribers()).isFalse();
		assertThat(campaign.titleUnique()).isFalse();
	}

	@Test
	void titleIsSentExactlyAsGiven() {
		assertThat(CreateCampaign.titled("Été  \"50 %\"").build().title()).isEqualTo("Été  \"50 %\"");
	}

	@Test
	void titleOfExactlyTheLimitIsValid() {
		assertThat(CreateCampaign.titled("a".repeat(100)).build().title()).hasSize(100);
	}

	@Test
	void titleLengthCountsCodePoints() {
		assertThat(CreateCampaign.titled(EMOJI.repeat(100)).build().title()).hasSize(200);
		assertThat(problems(CreateCampaign.titled(EMOJI.repeat(101))))
			.isEqualTo(Map.of("title", List.of("must have at most 100 characters, but has 101")));
	}

	@Test
	void titleThatIsTooLongIsRefusedWithItsLength() {
		assertThatExceptionOfType(InvalidCampaignException.class)
			.isThrownBy(() -> CreateCampaign.titled("a".repeat(101)).build())
			.withMessage("Campaign '" + "a".repeat(100)
					+ "' is not valid: title: must have at most 100 characters, but has 101");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t\n", "\u2003" })
	void blankTitleIsRefused(String title) {
		assertThat(problems(CreateCampaign.titled(title)))
			.isEqualTo(Map.of("title", List.of("is required and must not be blank")));
	}

	@Test
	@SuppressWarnings("NullAway")
	void titleThatIsNullIsAProblemLikeOthers() {
		assertThatExceptionOfType(InvalidCampaignException.class).isThrownBy(() -> CreateCampaign.titled(null).build())
			.withMessage("Campaign is not valid: title: is required and must not be blank");
	}

	@ParameterizedTest
	@ValueSource(strings = { HALF_AN_EMOJI, HALF_AN_EMOJI + " sale", "\uDE80\uD83D" })
	void titleWithHalfASurrogatePairIsRefused(String title) {
		assertThat(problems(CreateCampaign.titled(title))).containsOnlyKeys("title")
			.extractingByKey("title")
			.asString()
			.contains("half of a surrogate pair");
	}

	@Test
	void hiddenCharacterIsRefusedWithItsNameAndPlaceInOnePrintableLine() {
		assertThatExceptionOfType(InvalidCampaignException.class)
			.isThrownBy(() -> CreateCampaign.titled(EMOJI + " Sale\n\u202egpj.exe").build())
			.withMessage(
					"Campaign '" + EMOJI + " Sale\\u000a\\u202egpj.exe' is not valid: title: must not have control, "
							+ "bidirectional or invisible characters, but has U+000A LINE FEED (LF) as character 7, "
							+ "U+202E RIGHT-TO-LEFT OVERRIDE as character 8");
	}

	@Test
	void whiteSpaceAtEitherEndIsRefused() {
		assertThat(problems(CreateCampaign.titled(" Sale").language("en_GB")))
			.isEqualTo(Map.of("title", List.of("must not begin with white space, but begins with U+0020 SPACE")));
		assertThat(problems(CreateCampaign.titled("Sale\u00a0")))
			.isEqualTo(Map.of("title", List.of("must not end with white space, but ends with U+00A0 NO-BREAK SPACE")));
	}

	@Test
	void languageIsPrintedInOneLine() {
		assertThat(problems(CreateCampaign.titled("t").language("en\n\u001b[31mERROR")).get("language"))
			.containsExactly("must be a locale such as en_GB, or all_ALL for every language, but is "
					+ "'en\\u000a\\u001b[31mERROR'");
		CreateCampaign campaign = CreateCampaign.titled("t").build();
		assertThatExceptionOfType(InvalidCampaignException.class).isThrownBy(() -> campaign.orLanguage("en\r\nGB"))
			.withMessageContaining("'en\\u000d\\u000aGB'");
	}

	@Test
	void languageIsWrittenInTheNotationOfInsiderOne() {
		assertThat(CreateCampaign.titled("t").language("en-GB").build().language()).isEqualTo("en_GB");
		assertThat(CreateCampaign.titled("t").language(Locale.UK).build().language()).isEqualTo("en_GB");
		assertThat(CreateCampaign.titled("t").language(Locale.ENGLISH).build().language()).isEqualTo("en");
		assertThat(CreateCampaign.titled("t").language(Locale.forLanguageTag("zh-Hans-CN")).build().language())
			.isEqualTo("zh_Hans_CN");
		assertThat(CreateCampaign.titled("t").allLanguages().build().language()).isEqualTo("all_ALL");
	}

	@Test
	void languageThatIsNoLocaleIsRefusedWithTheRule() {
		assertThat(problems(CreateCampaign.titled("t").language("english"))).isEqualTo(Map.of("language",
				List.of("must be a locale such as en_GB, or all_ALL for every language, but is 'english'")));
	}

	@Test
	void localeWithoutALanguageIsRefused() {
		assertThat(problems(CreateCampaign.titled("t").language(Locale.ROOT))).containsOnlyKeys("language");
	}

	@Test
	void allProblemsComeAtOnceInTheOrderOfTheFields() {
		String title = HALF_AN_EMOJI + "a".repeat(100);
		Map<String, List<String>> problems = problems(CreateCampaign.titled(title).language("english"));
		assertThat(problems.keySet()).containsExactly("title", "language");
		assertThat(problems.get("title")).hasSize(2);
	}

	@Test
	void problemsCannotBeChanged() {
		Map<String, List<String>> problems = problems(CreateCampaign.titled(""));
		assertThat(problems).isUnmodifiable();
		assertThat(problems.get("title")).isUnmodifiable();
	}

	@Test
	void defaultLanguageFillsInOnly() {
		CreateCampaign without = CreateCampaign.titled("t").toAllSubscribers().build();
		CreateCampaign with = CreateCampaign.titled("t").language("tr_TR").build();
		assertThat(without.orLanguage("en-GB"))
			.isEqualTo(CreateCampaign.titled("t").toAllSubscribers().language("en_GB").build());
		assertThat(with.orLanguage("en_GB")).isSameAs(with);
	}

	@Test
	void campaignWithoutAnyLanguageNamesTheProperty() {
		CreateCampaign campaign = CreateCampaign.titled("t").build();
		assertThatExceptionOfType(InvalidCampaignException.class).isThrownBy(() -> campaign.orLanguage(null))
			.withMessage(
					"Campaign 't' is not valid: language: is required: name one, or set 'webpush.default-language'");
	}

	@Test
	void defaultLanguageIsCheckedToo() {
		CreateCampaign campaign = CreateCampaign.titled("t").build();
		assertThatExceptionOfType(InvalidCampaignException.class).isThrownBy(() -> campaign.orLanguage("english"));
	}

	@Test
	void uniqueTitleKeepsItsBeginning() {
		CreateCampaign campaign = CreateCampaign.titled("Summer sale").uniqueTitle().build();
		assertThat(campaign.title()).matches("Summer sale [b-df-hj-np-tv-z2-9]{8}");
		assertThat(campaign.titleUnique()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 90, 91 })
	void uniqueTitleStaysWithinTheLimitInCodePoints(int length) {
		String title = CreateCampaign.titled(EMOJI.repeat(length)).uniqueTitle().build().title();
		assertThat(title.codePointCount(0, title.length())).isEqualTo(length + 9);
		assertThat(title).startsWith(EMOJI.repeat(length)).matches(".+ [b-z2-9]{8}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uD83D\uDC69\u200D\uD83D\uDC69",
			"\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F", "a        b" })
	void uniqueTitleIsValidItself(String title) {
		String unique = CreateCampaign.titled(title).uniqueTitle().build().title();
		assertThat(unique).startsWith(title + " ");
		assertThat(CreateCampaign.titled(unique).build().title()).isEqualTo(unique);
	}

	@ParameterizedTest
	@ValueSource(ints = { 92, 100, 101 })
	void uniqueTitleWithoutRoomForItsSuffixIsRefusedWithTheRemedy(int length) {
		assertThat(problems(CreateCampaign.titled(EMOJI.repeat(length)).uniqueTitle())).isEqualTo(
				Map.of("title", List.of("must have at most 91 characters with uniqueTitle() (100 without it), but has "
						+ length + ": shorten it, or do without uniqueTitle()")));
	}

	@Test
	void uniqueTitleIsCheckedLikeOthers() {
		assertThat(problems(CreateCampaign.titled(" ").uniqueTitle())).isEqualTo(problems(CreateCampaign.titled(" ")));
		assertThat(problems(CreateCampaign.titled("a\u200b" + "b".repeat(100)).uniqueTitle()).get("title")).hasSize(2);
	}

	@Test
	void everyBuildHasAnotherUniqueTitle() {
		CreateCampaign.Builder builder = CreateCampaign.titled("Summer sale").uniqueTitle();
		Set<String> titles = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			titles.add(builder.build().title());
		}
		assertThat(titles).hasSize(1000);
	}

	@Test
	void campaignIsForAllSubscribersWhenAskedFor() {
		assertThat(CreateCampaign.titled("t").toAllSubscribers().build().toAllSubscribers()).isTrue();
		assertThat(CreateCampaign.titled("t").toAllSubscribers().toAllSubscribers(false).build().toAllSubscribers())
			.isFalse();
	}

	@Test
	void campaignsWithTheSameContentAreEqual() {
		CreateCampaign campaign = CreateCampaign.titled("t").language("en_GB").build();
		assertThat(campaign).isEqualTo(CreateCampaign.titled("t").language(Locale.UK).build())
			.hasSameHashCodeAs(CreateCampaign.titled("t").language("en-GB").build())
			.isNotEqualTo(CreateCampaign.titled("T").language("en_GB").build())
			.doesNotHaveSameHashCodeAs(CreateCampaign.titled("T").language("en_GB").build())
			.isNotEqualTo(CreateCampaign.titled("t").build())
			.isNotEqualTo(CreateCampaign.titled("t").language("en_GB").toAllSubscribers().build())
			.hasToString("CreateCampaign[title=t, language=en_GB, toAllSubscribers=false]");
	}

	private static Map<String, List<String>> problems(CreateCampaign.Builder builder) {
		InvalidCampaignException failure = catchThrowableOfType(InvalidCampaignException.class, builder::build);
		assertThat(failure).isNotNull();
		return failure.problems();
	}

}
