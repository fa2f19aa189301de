package io.github.insiderwebpush.console.campaign;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Times in the team's time zone: how the pages show them, and how a person writes when a
 * launch is due.
 */
@Component
public class TeamTime {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.UK);

	private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.UK);

	private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.UK);

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

	private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);

	private static final DateTimeFormatter CELL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

	private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder()
		.appendPattern("[uuuu-M-d'T'][uuuu-M-d ][d.M.uuuu ]H:mm[:ss]")
		.toFormatter(Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT);

	private static final DateTimeFormatter WRITTEN_TIME = DateTimeFormatter.ofPattern("H:mm[:ss]", Locale.ROOT);

	private static final Duration FARTHEST = Duration.ofDays(366);

	private final ZoneId zone;

	private final SendingWindow window;

	private final Duration deadline;

	private final Clock clock;

	@Autowired
	TeamTime(ConsoleProperties properties) {
		this(properties, Clock.systemUTC());
	}

	TeamTime(ConsoleProperties properties, Clock clock) {
		this.zone = Objects.requireNonNullElseGet(properties.timeZone(), ZoneId::systemDefault);
		this.window = properties.sendingWindow();
		this.deadline = properties.launchDeadline();
		this.clock = clock;
	}

	/**
	 * Return a time in words: of today the time alone.
	 * @param time the time
	 * @return such as {@code 14:05} or {@code 26 Nov 14:05}
	 */
	public String words(Instant time) {
		ZonedDateTime local = time.atZone(this.zone);
		return local.toLocalDate().equals(LocalDate.now(this.clock.withZone(this.zone))) ? TIME.format(local)
				: DAY.format(local);
	}

	/**
	 * Return the time of a launch in words, with the day.
	 * @param time the time
	 * @return such as {@code Fri 27 Nov 09:00}
	 */
	public String day(Instant time) {
		ZonedDateTime local = time.atZone(this.zone);
		return (local.getYear() == LocalDate.now(this.clock.withZone(this.zone)).getYear() ? WEEKDAY : YEAR)
			.format(local);
	}

	/**
	 * Return the times of a launch for the trail, with the year.
	 * @param times the times
	 * @return two lines
	 */
	String text(LaunchTimes times) {
		return "Launch at: " + CELL.format(times.launchAt().atZone(this.zone)) + " " + zone() + "\nNot after: "
				+ CELL.format(times.notAfter().atZone(this.zone)) + " " + zone();
	}

	/**
	 * Return the time zone in words.
	 * @return the city or the name of the zone
	 */
	public String zone() {
		String id = this.zone.getId();
		return id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
	}

	/**
	 * Return a time as the field of a form holds it.
	 * @param time the time
	 * @return such as {@code 2026-11-27T09:00}
	 */
	public String field(Instant time) {
		return FIELD.format(time.atZone(this.zone));
	}

	/**
	 * Return tomorrow at ten, as a cell of a file holds it.
	 * @return an example of a time
	 */
	public String example() {
		return CELL.format(LocalDate.now(this.clock.withZone(this.zone)).plusDays(1).atTime(10, 0));
	}

	/**
	 * Return the sending window in words.
	 * @return such as {@code 09:00 to 21:00}, {@code null} if it is the whole day
	 */
	public @Nullable String window() {
		return this.window.equals(SendingWindow.ALWAYS) ? null : this.window.toString();
	}

	/**
	 * Return whether launches may be scheduled for this time of the day.
	 * @return whether it is within the sending window now
	 */
	public boolean isWithinWindow() {
		return this.window.contains(this.clock.instant().atZone(this.zone).toLocalTime());
	}

	/**
	 * Return the times of a launch that is due now.
	 * @param longest how long it may take until it is sent
	 * @return its times
	 */
	public LaunchTimes now(Duration longest) {
		Instant now = this.clock.instant();
		return new LaunchTimes(now, now.plus(longest));
	}

	/**
	 * Read when a launch is due.
	 * @param launchAt when, such as {@code 2026-11-27 09:00} or {@code 27.11.2026 09:00}
	 * @param notAfter from when on it is not sent any more, a time alone for the same
	 * day; empty for the deadline of the console
	 * @param problems takes the problems by field, {@code launchAt} and {@code notAfter}
	 * @return the times, {@code null} if there are problems
	 */
	public @Nullable LaunchTimes read(@Nullable String launchAt, @Nullable String notAfter,
			Map<String, List<String>> problems) {
		LocalDateTime due = local(launchAt, null, "launchAt", problems);
		if (due == null) {
			return null;
		}
		Instant from = instant(due, "launchAt", problems);
		if (from == null) {
			return null;
		}
		Instant now = this.clock.instant();
		if (!from.isAfter(now)) {
			problem(problems, "launchAt", "It has passed: " + day(from));
			return null;
		}
		if (from.isAfter(now.plus(FARTHEST))) {
			problem(problems, "launchAt", "Enter a day within a year");
			return null;
		}
		if (!this.window.contains(due.toLocalTime())) {
			problem(problems, "launchAt", "Launches are sent from " + this.window + " only. Enter a time between");
			return null;
		}
		Instant until = until(due, from, notAfter, problems);
		return (until != null) ? new LaunchTimes(from, until) : null;
	}

	private @Nullable Instant until(LocalDateTime due, Instant from, @Nullable String notAfter,
			Map<String, List<String>> problems) {
		LocalDateTime endOfWindow = due.toLocalDate().atTime(this.window.end());
		if (notAfter == null || notAfter.isBlank()) {
			Instant until = from.plus(this.deadline);
			Instant end = endOfWindow.atZone(this.zone).toInstant();
			return (window() != null && end.isBefore(until)) ? end : until;
		}
		LocalDateTime last = local(notAfter, due.toLocalDate(), "notAfter", problems);
		Instant until = (last != null) ? instant(last, "notAfter", problems) : null;
		if (last == null || until == null) {
			return null;
		}
		if (!until.isAfter(from)) {
			problem(problems, "notAfter", "Enter a time after " + day(from));
			return null;
		}
		if (window() != null && last.isAfter(endOfWindow)) {
			problem(problems, "notAfter",
					"Launches are sent until " + this.window.end() + " only. Enter a time of the same day until then");
			return null;
		}
		return until;
	}

	private @Nullable LocalDateTime local(@Nullable String text, @Nullable LocalDate day, String field,
			Map<String, List<String>> problems) {
		String written = Words.visible(text);
		if (written.isEmpty()) {
			problem(problems, field, "Enter a day and a time");
			return null;
		}
		try {
			return (day != null && written.length() <= 8) ? day.atTime(LocalTime.parse(written, WRITTEN_TIME))
					: LocalDateTime.parse(written, WRITTEN);
		}
		catch (DateTimeException ex) {
			// The reason of the parser says nothing to a person.
			problem(problems, field, "Write it like " + example());
			return null;
		}
	}

	/**
	 * A local time that does not exist, or that occurs twice, is no time to launch at.
	 */
	private @Nullable Instant instant(LocalDateTime local, String field, Map<String, List<String>> problems) {
		List<ZoneOffset> offsets = this.zone.getRules().getValidOffsets(local);
		if (offsets.size() == 1) {
			return local.toInstant(offsets.get(0));
		}
		String when = TIME.format(local) + " on " + DATE.format(local);
		problem(problems, field, (offsets.isEmpty() ? when + " does not exist: the clocks go forward then"
				: when + " occurs twice: the clocks go back then") + ". Enter another time");
		return null;
	}

	private static void problem(Map<String, List<String>> problems, String field, String words) {
		problems.put(field, List.of(words));
	}

}
