package io.github.insiderwebpush.statistics;

import java.time.LocalDate;

import org.springframework.util.Assert;

/**
 * Days that a report covers: whole days, both ends included, presumably in the time zone
 * of the account. Insider One keeps data for one year and refuses older days.
 *
 * @param start the first day
 * @param end the last day, not before the first
 * @since 0.1.0
 */
public record DateRange(LocalDate start, LocalDate end) {

	private static final int MAX_YEAR = 9999;

	public DateRange {
		Assert.notNull(start, "'start' must not be null");
		Assert.notNull(end, "'end' must not be null");
		checkYear("start", start);
		checkYear("end", end);
		Assert.isTrue(!end.isBefore(start),
				() -> "'end' must not be before 'start', but " + end + " is before " + start + ": swap them");
	}

	/**
	 * Return the range from one day to another.
	 * @param start the first day
	 * @param end the last day, not before the first
	 * @return the range
	 * @throws IllegalArgumentException if the last day is before the first
	 */
	public static DateRange of(LocalDate start, LocalDate end) {
		return new DateRange(start, end);
	}

	/**
	 * Return the range of a single day.
	 * @param day the day
	 * @return the range
	 */
	public static DateRange on(LocalDate day) {
		return new DateRange(day, day);
	}

	/**
	 * Other years cannot be written as {@code YYYY-MM-DD}, which the API requires.
	 */
	private static void checkYear(String field, LocalDate date) {
		Assert.isTrue(date.getYear() >= 1 && date.getYear() <= MAX_YEAR,
				() -> "'" + field + "' must be a day of the years 1 to " + MAX_YEAR + ", but is " + date);
	}

}
