package io.github.insiderwebpush.console.figures;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import io.github.insiderwebpush.console.figures.ResultStore.Sum;
import org.jspecify.annotations.Nullable;

/**
 * Totals of all launched campaigns.
 *
 * @param campaigns how many campaigns
 * @param reported how many of them have figures
 * @param readAt when figures were read last, {@code null} if never
 * @param figures the totals in words
 */
public record Totals(int campaigns, int reported, @Nullable Instant readAt, List<Total> figures) {

	static Totals of(List<Sum> sums) {
		long sent = sum(sums, Sum::sent);
		long delivered = sum(sums, Sum::delivered);
		long clicks = sum(sums, Sum::clicks);
		return new Totals((int) sum(sums, Sum::campaigns), (int) sum(sums, Sum::reported),
				sums.stream().map(Sum::readAt).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null),
				List.of(new Total("Sent", Plot.number(sent), null),
						new Total("Delivered", Plot.number(delivered), share(delivered, sent, "of sent")),
						new Total("Clicks", Plot.number(clicks), share(clicks, delivered, "of delivered")),
						new Total("Conversions", Plot.number(sum(sums, Sum::conversions)), null),
						new Total("Revenue", revenue(sums), null)));
	}

	private static long sum(List<Sum> sums, ToLongFunction<Sum> figure) {
		return sums.stream().mapToLong(figure).sum();
	}

	private static @Nullable String share(long part, long whole, String words) {
		return (whole > 0) ? Plot.percent((double) part / whole) + " " + words : null;
	}

	/**
	 * Amounts in different currencies are not added.
	 */
	private static String revenue(List<Sum> sums) {
		String amounts = sums.stream()
			.filter((sum) -> sum.revenue() != null && sum.revenue().signum() != 0)
			.map((sum) -> Plot.money(sum.revenue(), sum.currency()))
			.collect(Collectors.joining(" + "));
		boolean reported = sums.stream().anyMatch((sum) -> sum.revenue() != null);
		return !amounts.isEmpty() ? amounts : reported ? "0" : "–";
	}

	/**
	 * A total.
	 *
	 * @param name what it counts
	 * @param value the value as text
	 * @param note a text below the value, may be {@code null}
	 */
	public record Total(String name, String value, @Nullable String note) {
	}

}
