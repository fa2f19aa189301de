package io.github.insiderwebpush.console.campaign;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * When a launch is due, as people write it, on a clock that stands still.
 */
class TeamTimeTests {

	private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

	private final Map<String, List<String>> problems = new LinkedHashMap<>();

	private static TeamTime team(String zone, String window) {
		return new TeamTime(new ConsoleProperties(ZoneId.of(zone), SendingWindow.valueOf(window), Duration.ofHours(1)),
				Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private @Nullable LaunchTimes read(String zone, String window, String launchAt, String notAfter) {
		return team(zone, window).read(launchAt, notAfter, this.problems);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-03-05 09:00", "2026-03-05T09:00", "2026-03-05 9:00", "2026-3-5 09:00:00",
			"05.03.2026 09:00", "5.3.2026  9:00", " 2026-03-05\u00A009:00 " })
	void timeIsReadAsSpreadsheetsAndFormsWriteIt(String written) {
		LaunchTimes times = read("Europe/Istanbul", "09:00-21:00", written, "");
		assertThat(this.problems).isEmpty();
		assertThat(times)
			.isEqualTo(new LaunchTimes(Instant.parse("2026-03-05T06:00:00Z"), Instant.parse("2026-03-05T07:00:00Z")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tomorrow", "03/05/2026 09:00", "2026-02-30 09:00", "2026-03-05", "09:00",
			"2026-03-05 25:00", "46086.375" })
	void timeThatCannotBeReadIsAnsweredWithAnExample(String written) {
		assertThat(read("Europe/Istanbul", "", written, "")).isNull();
		assertThat(this.problems).containsOnlyKeys("launchAt")
			.containsEntry("launchAt", List.of("Write it like 2026-03-03 10:00"));
	}

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					Europe/Berlin,    2026-03-29 02:30, 02:30 on 29 March 2026 does not exist: the clocks go forward then. Enter another time
					Europe/Berlin,    2026-10-25 02:30, 02:30 on 25 October 2026 occurs twice: the clocks go back then. Enter another time
					America/New_York, 2026-03-08 02:00, 02:00 on 8 March 2026 does not exist: the clocks go forward then. Enter another time
					America/New_York, 2026-11-01 01:59, 01:59 on 1 November 2026 occurs twice: the clocks go back then. Enter another time
					""")
	void timeThatDoesNotExistOrOccursTwiceIsAsked(String zone, String written, String words) {
		assertThat(read(zone, "", written, "")).isNull();
		assertThat(this.problems).containsExactlyEntriesOf(Map.of("launchAt", List.of(words)));
		this.problems.clear();
		assertThat(read(zone, "", written.substring(0, 11) + "00:30", written)).isNull();
		assertThat(this.problems).containsExactlyEntriesOf(Map.of("notAfter", List.of(words)));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			Europe/Berlin,   2026-03-28 09:00, 2026-03-28T08:00:00Z
			Europe/Berlin,   2026-03-29 01:59, 2026-03-29T00:59:00Z
			Europe/Berlin,   2026-03-29 03:00, 2026-03-29T01:00:00Z
			Europe/Berlin,   2026-03-29 09:00, 2026-03-29T07:00:00Z
			Europe/Berlin,   2026-10-24 09:00, 2026-10-24T07:00:00Z
			Europe/Berlin,   2026-10-25 01:59, 2026-10-24T23:59:00Z
			Europe/Berlin,   2026-10-25 03:00, 2026-10-25T02:00:00Z
			Europe/Berlin,   2026-10-25 09:00, 2026-10-25T08:00:00Z
			Europe/Istanbul, 2026-03-29 02:30, 2026-03-28T23:30:00Z
			""")
	void wallClockTimeIsKeptWhenTheClocksChange(String zone, String written, Instant due) {
		LaunchTimes times = read(zone, "", written, "");
		assertThat(this.problems).isEmpty();
		assertThat(times).isNotNull().extracting(LaunchTimes::launchAt).isEqualTo(due);
	}

	@Test
	void deadlineCountsRealHoursWhenTheClocksChange() {
		LaunchTimes times = read("Europe/Berlin", "", "2026-03-29 01:30", "2026-03-29 03:30");
		assertThat(times).isNotNull()
			.satisfies((read) -> assertThat(Duration.between(read.launchAt(), read.notAfter())).hasHours(1));
	}

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					08:59, , launchAt, Launches are sent from 09:00 to 21:00 only. Enter a time between
					21:00, , launchAt, Launches are sent from 09:00 to 21:00 only. Enter a time between
					10:00, 21:01, notAfter, Launches are sent until 21:00 only. Enter a time of the same day until then
					10:00, 2026-03-06 10:00, notAfter, Launches are sent until 21:00 only. Enter a time of the same day until then
					10:00, 10:00, notAfter, Enter a time after Thu 5 Mar 10:00
					10:00, soon, notAfter, Write it like 2026-03-03 10:00
					""")
	void timesOutsideTheSendingWindowAreRefused(String launchAt, @Nullable String notAfter, String field,
			String words) {
		assertThat(read("Europe/Istanbul", "09:00-21:00", "2026-03-05 " + launchAt, (notAfter != null) ? notAfter : ""))
			.isNull();
		assertThat(this.problems).containsExactlyEntriesOf(Map.of(field, List.of(words)));
	}

	@Test
	void launchThatIsLateInTheWindowExpiresWithIt() {
		LaunchTimes times = read("Europe/Istanbul", "09:00-21:00", "2026-03-05 20:30", "");
		assertThat(times).isNotNull()
			.extracting(LaunchTimes::notAfter)
			.isEqualTo(Instant.parse("2026-03-05T18:00:00Z"));
		assertThat(read("Europe/Istanbul", "09:00-21:00", "2026-03-05 10:00", "21:00")).isNotNull()
			.extracting(LaunchTimes::notAfter)
			.isEqualTo(Instant.parse("2026-03-05T18:00:00Z"));
	}

	@Test
	void timeThatHasPassedOrIsFarAwayIsRefused() {
		assertThat(read("Europe/Istanbul", "", "2026-03-02 11:00", "")).isNull();
		assertThat(this.problems).containsEntry("launchAt", List.of("It has passed: Mon 2 Mar 11:00"));
		assertThat(read("Europe/Istanbul", "", "2062-03-02 11:00", "")).isNull();
		assertThat(this.problems).containsEntry("launchAt", List.of("Enter a day within a year"));
		assertThat(read("Europe/Istanbul", "", "2026-03-02 11:01", "")).isNotNull();
	}

	@Test
	void timesAreShownInTheTimeZoneOfTheTeam() {
		TeamTime team = team("Europe/Istanbul", "09:00-21:00");
		assertThat(team.words(NOW)).isEqualTo("11:00");
		assertThat(team.words(NOW.plus(Duration.ofDays(1)))).isEqualTo("3 Mar 11:00");
		assertThat(team.day(NOW.plus(Duration.ofDays(4)))).isEqualTo("Fri 6 Mar 11:00");
		assertThat(team.zone()).isEqualTo("Istanbul");
		assertThat(team.window()).isEqualTo("09:00 to 21:00");
		assertThat(team.field(NOW)).isEqualTo("2026-03-02T11:00");
		assertThat(team.isWithinWindow()).isTrue();
		assertThat(team("America/New_York", "09:00-21:00").isWithinWindow()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "9-21", "21:00-09:00", "09:00", "09:00-09:00", "09:00-25:00" })
	void windowThatIsNoneIsRefused(String window) {
		assertThatIllegalArgumentException().isThrownBy(() -> SendingWindow.valueOf(window))
			.withMessageContaining("09:00-21:00");
	}

}
