package io.github.insiderwebpush.console.figures;

import java.util.List;
import java.util.Locale;

import io.github.insiderwebpush.statistics.Figures;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a campaign as bars, each relative to the longest.
 *
 * @param bars from the most to the fewest: sent, delivered, clicks, conversions
 * @param isFinal whether the figures will not change any more
 */
public record Chart(List<Bar> bars, boolean isFinal) {

	private static final int FULL_WIDTH = 400;

	static Chart of(Figures figures, boolean isFinal) {
		long most = Math.max(1, Math.max(orZero(figures.targeted()), orZero(figures.sent())));
		return new Chart(List.of(bar(0, "Targeted", figures.targeted(), most), bar(1, "Sent", figures.sent(), most),
				bar(2, "Delivered", figures.delivered(), most), bar(3, "Clicks", figures.clicks(), most),
				bar(4, "Conversions", figures.conversions(), most)), isFinal);
	}

	private static Bar bar(int row, String name, @Nullable Long value, long most) {
		int width = (int) Math.min(FULL_WIDTH, orZero(value) * FULL_WIDTH / most);
		return new Bar(name, (value != null) ? String.format(Locale.UK, "%,d", value) : "not reported", width,
				row * 36);
	}

	private static long orZero(@Nullable Long value) {
		return (value != null) ? value : 0;
	}

	/**
	 * One figure.
	 *
	 * @param name what it counts
	 * @param value the figure, or that the vendor does not report it
	 * @param width the length of the bar, 0 to 400
	 * @param y the distance from the top
	 */
	public record Bar(String name, String value, int width, int y) {
	}

}
