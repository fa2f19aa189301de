package io.github.insiderwebpush.campaign;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link PushMessage}.
 */
class PushMessageTests {

	private static final String EMOJI = "\uD83D\uDE80";

	private static final String HALF_AN_EMOJI = "\uD83D";

	@Test
	void smallestMessageLeavesTheRestOut() {
		PushMessage message = valid().toAllSubscribers().build();
		assertThat(message.title()).isEqualTo("Sale");
		assertThat(message.description()).isEqualTo("Half price");
		assertThat(message.link()).isEqualTo(URI.create("https://shop.example/sale?a=1#top"));
		assertThat(message.ttl()).isEqualTo(Duration.ofHours(4));
		assertThat(message.image()).isNull();
		assertThat(message.banner()).isNull();
		assertThat(message.language()).isNull();
		assertThat(message.includeUnengaged()).isFalse();
		assertThat(message.segment()).isNull();
	}

	@Test
	void fullMessageKeepsEverything() {
		PushMessage message = valid().image("https://cdn.example/i.png")
			.banner("https://cdn.example/b.png")
			.includeUnengaged()
			.language("en-GB")
			.toSegment("d_wp_browser", "Edg", "Chrome")
			.build();
		assertThat(message.image()).isEqualTo(URI.create("https://cdn.example/i.png"));
		assertThat(message.banner()).isEqualTo(URI.create("https://cdn.example/b.png"));
		assertThat(message.language()).isEqualTo("en_GB");
		assertThat(message.includeUnengaged()).isTrue();
		assertThat(message.segment()).isEqualTo(new PushMessage.Segment("d_wp_browser", List.of("Edg", "Chrome")));
	}

	@Test
	void emptyMessageHasAllItsProblemsAtOnce() {
		assertThat(problems(PushMessage.titled(" ")))
			.isEqualTo(Map.of("title", List.of("is required and must not be blank"), "description",
					List.of("is required and must not be blank"), "link",
					List.of("is required: name the absolute http or https URL that a click opens"), "ttl",
					List.of("is required: name a duration of at least 1 second and at most 240 hours"), "target",
					List.of("is required: call toAllSubscribers() or toSegment(…)")));
	}

	@Test
	void problemsComeInTheOrderOfTheFields() {
		PushMessage.Builder builder = PushMessage.titled("")
			.language("english")
			.toSegment("", " ")
			.banner("b")
			.image("i")
			.link("l")
			.ttl(Duration.ZERO);
		assertThat(problems(builder).keySet()).containsExactly("title", "description", "image", "banner", "link", "ttl",
				"target.attribute", "target.values[0]", "language");
	}

	@Test
	void messageOfTheFailureNamesTheTitle() {
		assertThatExceptionOfType(InvalidCampaignException.class).isThrownBy(() -> valid().build())
			.withMessage(
					"Push message 'Sale' is not valid: target: is required: call toAllSubscribers() or toSegment(…)");
	}

	@Test
	@SuppressWarnings("NullAway")
	void titleThatIsNullIsAProblemLikeOthers() {
		assertThatExceptionOfType(InvalidCampaignException.class).isThrownBy(() -> PushMessage.titled(null).build())
			.withMessageStartingWith("Push message is not valid: title: is required");
	}

	@Test
	void titleLengthCountsCodePoints() {
		assertThat(complete(PushMessage.titled(EMOJI.repeat(100))).build().title()).hasSize(200);
		assertThat(problems(complete(PushMessage.titled(EMOJI.repeat(101)))))
			.isEqualTo(Map.of("title", List.of("must have at most 100 characters, but has 101")));
	}

	@Test
	void descriptionLengthCountsCodePoints() {
		assertThat(valid().description(EMOJI.repeat(255)).toAllSubscribers().build().description()).hasSize(510);
		assertThat(problems(valid().description(EMOJI.repeat(256)).toAllSubscribers()))
			.isEqualTo(Map.of("description", List.of("must have at most 255 characters, but has 256")));
	}

	@Test
	void bannerShortensTheDescription() {
		PushMessage.Builder builder = valid().banner("https://cdn.example/b.png").toAllSubscribers();
		assertThat(builder.description(EMOJI.repeat(30)).build().banner()).isNotNull();
		List<String> tooLong = List
			.of("must have at most 30 characters when a banner is set (255 without one), but has 31");
		assertThat(problems(builder.description(EMOJI.repeat(31)))).isEqualTo(Map.of("description", tooLong));
		assertThat(builder.banner(null).build().description()).isEqualTo(EMOJI.repeat(31));
	}

	@Test
	void bannerThatIsNotValidShortensTheDescriptionToo() {
		assertThat(problems(valid().description("a".repeat(300)).banner("http://cdn.example/b.png").toAllSubscribers()))
			.containsOnlyKeys("description", "banner");
	}

	@Test
	void halfASurrogatePairIsRefusedEverywhere() {
		PushMessage.Builder builder = PushMessage.titled(HALF_AN_EMOJI)
			.description(HALF_AN_EMOJI)
			.link("https://shop.example/" + HALF_AN_EMOJI)
			.image("https://shop.example/" + HALF_AN_EMOJI)
			.ttl(Duration.ofHours(1))
			.toSegment("a" + HALF_AN_EMOJI, "v", HALF_AN_EMOJI);
		assertThat(problems(builder)).containsOnlyKeys("title", "description", "link", "image", "target.attribute",
				"target.values[1]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example", "http://shop.example/", "HTTPS://SHOP.EXAMPLE/a",
			"https://127.0.0.1:8443/a", "https://[::1]/a", "https://my_shop.example/", "https://my_shop.example:8080/",
			"https://m\u00fcnchen.example/\u00e9t\u00e9", "https://ma\u011faza.example/", "https://shop.example:1/",
			"https://shop.example:65535", "https://[::1]:8443/a", "https://xn--maaza-3wa.example/",
			"https://shop.example./", "https://\u05d7\u05e0\u05d5\u05ea.example/\u05d0", "https://\u2615.example/",
			"http://localhost:8080/", "https://shop.example/?q=%E2%80%8C%E2%80%8E%C3%BC%FF%85&b=50%25",
			"https://shop.example/?q=%20a&b=%7Bc%7D#d" })
	void absoluteHttpLinksAreValid(String link) {
		assertThat(valid().link(link).toAllSubscribers().build().link()).hasToString(link);
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.example", "/sale", "//shop.example/sale", "ftp://shop.example",
			"javascript:alert(1)", "mailto:a@shop.example", "https:", "https://", "https:///sale", "https:sale",
			"https://:80/", "https://shop.example/a b", " https://shop.example", "https://shop.example/{id}",
			"https://./", "https://a..b/", "https://a$b/", "https://a%20b/", "https://[::g]/" })
	void otherLinksAreRefusedWithTheValue(String link) {
		assertThat(problems(valid().link(link).toAllSubscribers())).containsOnlyKeys("link")
			.extractingByKey("link")
			.asString()
			.contains("must be an absolute http or https URL, but is '" + link + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://user@shop.example/", "https://user:secret@shop.example/",
			"https://@shop.example/", "https://user@/", "https://paypal.example:80@evil.example/",
			"https://a@my_shop.example/", "https://a@b@ma\u011faza.example/" })
	void userInformationIsRefusedAndNotPrinted(String link) {
		assertThat(problems(valid().link(link).toAllSubscribers()))
			.isEqualTo(Map.of("link", List.of("must not have user information before its host")));
		assertThat(PushMessage.isValidLink(link)).isFalse();
	}

	@Test
	void userInformationIsNotPrintedWithAnotherProblemEither() {
		assertThat(problems(valid().link("https://user:secret@shop.example/a b").toAllSubscribers()).get("link"))
			.first()
			.asString()
			.startsWith("must be an absolute http or https URL, but is 'https://…@shop.example/a b' (");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example:0/", "https://shop.example:65536/", "https://shop.example:99999/",
			"https://shop.example:/", "https://my_shop.example:70000", "https://ma\u011faza.example:0/",
			"https://[::1]:0/", "https://shop.example:a/", "https://a:1:2/", "https://shop.example:-1/" })
	void portsThatDoNotExistAreRefused(String link) {
		assertThat(problems(valid().link(link).toAllSubscribers()))
			.isEqualTo(Map.of("link", List.of("must have a port from 1 to 65535 or none, but is '" + link + "'")));
	}

	@ParameterizedTest
	@CsvSource({ "https://shop.example/a%00b, %00, 22", "https://shop.example/?a=%0d%0aSet-Cookie, %0d, 24",
			"https://shop.example/#%1B, %1B, 22", "https://shop.example/%7f, %7f, 21",
			"https://shop.example/%C2%85, %C2%85, 21", "https://shop.example/%c2%9f, %c2%9f, 21" })
	void encodedControlCharactersAreRefused(String link, String encoded, int index) {
		assertThat(problems(valid().link(link).toAllSubscribers())).isEqualTo(Map.of("link",
				List.of("must not encode control characters, but has " + encoded + " at index " + index)));
		assertThat(problems(valid().image(link).banner(link).toAllSubscribers())).containsOnlyKeys("image", "banner");
	}

	@ParameterizedTest
	@CsvSource({ "https://shop.example/\u202egpj.exe, U+202E RIGHT-TO-LEFT OVERRIDE as character 22",
			"https://shop\u200b.example/, U+200B ZERO WIDTH SPACE as character 13",
			"'https://shop.example\n', U+000A LINE FEED (LF) as character 21",
			"'https://shop.example/\u0000', U+0000 NULL as character 22" })
	void hiddenCharactersInALinkAreRefused(String link, String named) {
		assertThat(problems(valid().link(link).toAllSubscribers())).isEqualTo(Map.of("link",
				List.of("must not have control, bidirectional or invisible characters, but has " + named)));
	}

	@Test
	void ruleForLinksIsThatOfMessages() {
		assertThat(PushMessage.isValidLink("http://my_shop.example/")).isTrue();
		assertThat(PushMessage.isValidImage("http://my_shop.example/")).isFalse();
		assertThat(PushMessage.isValidImage("https://ma\u011faza.example/i.png")).isTrue();
		for (String link : new String[] { null, "", "shop.example", "https://shop.example/%00",
				"https://shop.example/\u202e", "https://shop.example/a b" }) {
			assertThat(PushMessage.isValidLink(link)).isFalse();
			assertThat(PushMessage.isValidImage(link)).isFalse();
		}
	}

	@Test
	void everyTextIsCheckedForHiddenCharacters() {
		PushMessage.Builder builder = PushMessage.titled("Sale\u2028")
			.description("Half\u200bprice")
			.link("https://shop.example/")
			.ttl(Duration.ofHours(1))
			.toSegment("d_wp_browser\u0007", "Edg", "\u00a0Edg");
		assertThat(problems(builder)).containsOnlyKeys("title", "description", "target.attribute", "target.values[1]");
	}

	@Test
	void charactersThatAUrlCannotHoldAreNamedWithTheirPlace() {
		assertThat(problems(valid().link("https://shop.example/a b").toAllSubscribers()).get("link")).containsExactly(
				"must be an absolute http or https URL, but is 'https://shop.example/a b' (Illegal character in path at index 22)");
	}

	@Test
	void placeIsNamedAtTheStartOfAUrlToo() {
		assertThat(problems(valid().link(":shop").toAllSubscribers()).get("link"))
			.containsExactly("must be an absolute http or https URL, but is ':shop' (Expected scheme name at index 0)");
	}

	@Test
	void longLinkIsCutInTheProblem() {
		assertThat(problems(valid().link("shop/" + "a".repeat(5000)).toAllSubscribers()).values())
			.allSatisfy((texts) -> assertThat(texts).first().asString().hasSizeLessThan(200));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://cdn.example/i.png", "cdn.example/i.png", "", " ", "data:image/png;base64,AAAA" })
	void picturesMustBeHttps(String url) {
		assertThat(problems(valid().image(url).banner(url).toAllSubscribers())).containsOnlyKeys("image", "banner")
			.allSatisfy((field, texts) -> assertThat(texts).first()
				.asString()
				.startsWith("must be an absolute https URL, but is '" + url + "'"));
	}

	@Test
	void pictureThatIsNullIsNone() {
		PushMessage message = valid().image(null).banner(null).toAllSubscribers().build();
		assertThat(message.image()).isNull();
		assertThat(message.banner()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "PT1S, PT1S", "PT240H, PT240H", "PT1.999999999S, PT1S", "PT240H0.5S, PT240H", "PT16M40S, PT16M40S" })
	void ttlIsCutToWholeSeconds(Duration ttl, Duration expected) {
		assertThat(valid().ttl(ttl).toAllSubscribers().build().ttl()).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT0.999S", "PT-0.1S", "PT-1H", "PT240H1S", "P11D", "PT2562047788015215H30M7S" })
	void ttlOutOfBoundsIsRefusedWithItsValue(Duration ttl) {
		assertThat(problems(valid().ttl(ttl).toAllSubscribers()))
			.isEqualTo(Map.of("ttl", List.of("must be at least 1 second and at most 240 hours, but is " + ttl)));
	}

	@Test
	void languageIsWrittenInTheNotationOfInsiderOne() {
		assertThat(valid().language(Locale.UK).toAllSubscribers().build().language()).isEqualTo("en_GB");
		assertThat(valid().allLanguages().toAllSubscribers().build().language()).isEqualTo("all_ALL");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "english", "en_gb" })
	void languageThatIsNoLocaleIsRefused(String language) {
		assertThat(problems(valid().language(language).toAllSubscribers())).isEqualTo(Map.of("language",
				List.of("must be a locale such as en_GB, or all_ALL for every language, but is '" + language + "'")));
	}

	@Test
	void allSubscribersAndASegmentAreNotOneTarget() {
		List<String> both = List.of("must be one, but both toAllSubscribers() and toSegment(…) were called: drop one");
		assertThat(problems(valid().toAllSubscribers().toSegment("a", "b"))).isEqualTo(Map.of("target", both));
		assertThat(problems(valid().toSegment("a", "b").toAllSubscribers())).isEqualTo(Map.of("target", both));
	}

	@Test
	void twoSegmentsAreNotOneTarget() {
		assertThat(problems(valid().toSegment("a", "b").toSegment("a", "c")))
			.isEqualTo(Map.of("target", List.of("must be one, but 2 segments were set: drop the others")));
	}

	@Test
	void sayingTheSameTwiceIsOneTarget() {
		assertThat(valid().toAllSubscribers().toAllSubscribers().build().segment()).isNull();
		assertThat(valid().toSegment("a", "b").toSegment("a", "b").build().segment()).isNotNull();
	}

	@Test
	void segmentNeedsAnAttributeAndAValue() {
		assertThat(problems(valid().toSegment(" "))).containsOnlyKeys("target.attribute", "target.values");
		assertThat(problems(valid().toSegment("a", "v", " "))).containsOnlyKeys("target.values[1]");
	}

	@Test
	@SuppressWarnings("NullAway")
	void segmentOfNullsIsAProblemLikeOthers() {
		assertThat(problems(valid().toSegment(null, (String[]) null))).containsOnlyKeys("target.attribute",
				"target.values");
		assertThat(problems(valid().toSegment("a", "v", null))).containsOnlyKeys("target.values[1]");
	}

	@Test
	void segmentDoesNotFollowChangesOfItsSource() {
		String[] values = { "Edg" };
		PushMessage.Builder builder = valid().toSegment("d_wp_browser", values);
		values[0] = "Chrome";
		assertThat(builder.build().segment()).isEqualTo(new PushMessage.Segment("d_wp_browser", List.of("Edg")));
	}

	@Test
	void valuesOfASegmentAreUnmodifiable() {
		assertThat(valid().toSegment("a", "v").build().segment().values()).isUnmodifiable();
		assertThat(new PushMessage.Segment("a", new ArrayList<>(List.of("v"))).values()).isUnmodifiable();
	}

	@Test
	void builderCanGoOnAfterABuild() {
		PushMessage.Builder builder = valid().toAllSubscribers();
		PushMessage first = builder.build();
		assertThat(builder.description("Other").build()).isNotEqualTo(first);
		assertThat(first.description()).isEqualTo("Half price");
	}

	@Test
	void messagesWithTheSameContentAreEqual() {
		PushMessage message = valid().toSegment("a", "b").build();
		assertThat(message).isEqualTo(valid().toSegment("a", "b").build())
			.hasSameHashCodeAs(valid().toSegment("a", "b").build())
			.isNotEqualTo(valid().toSegment("a", "c").build())
			.doesNotHaveSameHashCodeAs(valid().toSegment("a", "c").build())
			.isNotEqualTo(valid().toAllSubscribers().build())
			.isNotEqualTo(valid().toSegment("a", "b").includeUnengaged().build())
			.isNotEqualTo(valid().toSegment("a", "b").ttl(Duration.ofHours(5)).build());
	}

	@Test
	void isWrittenWithItsTarget() {
		assertThat(valid().toAllSubscribers().build()).hasToString(
				"PushMessage[title=Sale, description=Half price, link=https://shop.example/sale?a=1#top, image=null, "
						+ "banner=null, ttl=PT4H, includeUnengaged=false, language=null, target=all subscribers]");
		assertThat(valid().toSegment("a", "b").build().toString()).endsWith("target=Segment[attribute=a, values=[b]]]");
	}

	private static PushMessage.Builder valid() {
		return PushMessage.titled("Sale")
			.description("Half price")
			.link("https://shop.example/sale?a=1#top")
			.ttl(Duration.ofHours(4));
	}

	private static PushMessage.Builder complete(PushMessage.Builder builder) {
		return builder.description("Half price")
			.link("https://shop.example/")
			.ttl(Duration.ofHours(4))
			.toAllSubscribers();
	}

	private static Map<String, List<String>> problems(PushMessage.Builder builder) {
		InvalidCampaignException failure = catchThrowableOfType(InvalidCampaignException.class, builder::build);
		assertThat(failure).isNotNull();
		return failure.problems();
	}

}
