package io.github.insiderwebpush.campaign;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Language}.
 */
class LanguageTests {

	@ParameterizedTest
	@ValueSource(strings = { "en_GB", "en_US", "tr_TR", "es_419", "zh_Hans_CN", "zh_Hans", "en", "fil", "fil_PH",
			"all_ALL" })
	void languagesInTheNotationOfInsiderOneAreValid(String language) {
		assertThat(Language.isValid(language)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "english", "e", "EN", "EN_GB", "en_gb", "en_GBR", "en__GB", "en_", "_GB",
			"en_GB ", " en_GB", "en_GB\n", "zh_hans_CN", "zh_CN_Hans", "zh_CN_#Hans", "es_41", "es_4190",
			"es_\u0664\u0661\u0669", "all_all", "ALL_ALL", "en_GB_Latn", "\u0435n_GB" })
	void othersAreNot(String language) {
		assertThat(Language.isValid(language)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "en-GB, en_GB", "zh-Hans-CN, zh_Hans_CN", "es-419, es_419", "all-ALL, all_ALL", "en_GB, en_GB",
			"en, en" })
	void tagIsWrittenWithUnderscores(String tag, String expected) {
		assertThat(Language.normalize(tag)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "en-GB, en_GB", "es-419, es_419", "zh-Hans-CN, zh_Hans_CN", "zh-Hans, zh_Hans", "en, en",
			"tr-TR, tr_TR" })
	void localeIsWrittenFromItsParts(String tag, String expected) {
		assertThat(Language.of(Locale.forLanguageTag(tag))).isEqualTo(expected);
	}

	@Test
	void variantAndExtensionsOfALocaleAreLeftOut() {
		assertThat(Language.of(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"))).isEqualTo("th_TH");
		assertThat(Language.of(Locale.forLanguageTag("ca-ES-valencia"))).isEqualTo("ca_ES");
	}

	@Test
	void localeWithoutALanguageIsNotValid() {
		assertThat(Language.isValid(Language.of(Locale.ROOT))).isFalse();
		assertThat(Language.isValid(Language.of(Locale.forLanguageTag("und-GB")))).isFalse();
	}

}
