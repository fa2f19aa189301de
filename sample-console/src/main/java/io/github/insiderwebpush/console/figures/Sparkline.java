package io.github.insiderwebpush.console.figures;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Small plot of the clicks of a campaign as they came in.
 *
 * @param points the points of a line, {@code x,y}, in a box of 100 by 24
 * @param words the same in words
 */
public record Sparkline(String points, String words) {

	private static final int WIDTH = 100;

	private static final int HEIGHT = 24;

	private static final int MARGIN = 2;

	/**
	 * Return the plot.
	 * @param readings at least one reading, the first one first
	 */
	static Sparkline of(List<Reading> readings) {
		Instant first = readings.get(0).at();
		double duration = Math.max(1, Duration.between(first, readings.get(readings.size() - 1).at()).toMillis());
		long most = Math.max(1, readings.stream().mapToLong(Reading::clicks).max().orElseThrow());
		String points = readings.stream()
			.map((reading) -> point(Duration.between(first, reading.at()).toMillis() / duration,
					(double) reading.clicks() / most))
			.collect(Collectors.joining(" "));
		boolean single = readings.size() == 1;
		return new Sparkline(single ? points + " " + point(1, (double) readings.get(0).clicks() / most) : points,
				Plot.number(readings.get(0).clicks())
						+ (single ? " clicks" : " to " + Plot.number(readings.get(readings.size() - 1).clicks())
								+ " clicks in " + readings.size() + " readings"));
	}

	private static String point(double x, double y) {
		long height = Math.round(HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN));
		return Math.round(x * WIDTH) + "," + height;
	}

	/**
	 * Clicks at one time.
	 *
	 * @param at when they were read
	 * @param clicks the clicks
	 */
	record Reading(Instant at, long clicks) {
	}

}
