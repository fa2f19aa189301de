package io.github.insiderwebpush.console.figures;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.statistics.Figures;
import io.github.insiderwebpush.statistics.Money;
import io.github.insiderwebpush.statistics.Rate;
import org.jspecify.annotations.Nullable;

/**
 * Figures of several campaigns: totals, one plot, and a row for each.
 *
 * @param totals the totals
 * @param plot the chosen figure of each campaign, the largest first
 * @param rows the campaigns
 */
public record Comparison(List<Total> totals, Plot plot, List<Row> rows) {

	private static final int BARS = 12;

	static Comparison of(List<Campaign> campaigns, Map<String, Figures> figures, Figure chosen) {
		List<Row> rows = campaigns.stream().map((campaign) -> Row.of(campaign, figures.get(campaign.title()))).toList();
		List<Plot.Value> values = new ArrayList<>();
		campaigns.forEach((campaign) -> {
			Figures of = figures.get(campaign.title());
			if (of != null) {
				values.add(chosen.value(campaign.title(), of));
			}
		});
		values.sort(Comparator.comparing(Plot.Value::size).reversed());
		return new Comparison(totals(figures.values().stream().toList()),
				Plot.relative(values.subList(0, Math.min(BARS, values.size()))), rows);
	}

	private static List<Total> totals(List<Figures> all) {
		long sent = sum(all, Figures::sent);
		long delivered = sum(all, Figures::delivered);
		long clicks = sum(all, Figures::clicks);
		return List.of(new Total("Sent", Plot.number(sent), null),
				new Total("Delivered", Plot.number(delivered), share(delivered, sent, "of sent")),
				new Total("Clicks", Plot.number(clicks), share(clicks, delivered, "of delivered")),
				new Total("Conversions", Plot.number(sum(all, Figures::conversions)), null),
				new Total("Revenue", revenue(all), null));
	}

	private static long sum(List<Figures> all, Function<Figures, @Nullable Long> figure) {
		return all.stream().map(figure).filter(Objects::nonNull).mapToLong(Long::longValue).sum();
	}

	private static @Nullable String share(long part, long whole, String words) {
		return (whole > 0) ? Plot
			.percent(Rate.ofFraction(
					BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 6, java.math.RoundingMode.HALF_UP)))
				+ " " + words : null;
	}

	/**
	 * Amounts in different currencies are not added.
	 */
	private static String revenue(List<Figures> all) {
		List<Money> money = all.stream()
			.map(Figures::revenue)
			.filter((one) -> one != null && one.amount() != null)
			.toList();
		long currencies = money.stream().map(Money::currency).distinct().count();
		if (currencies != 1) {
			return (currencies == 0) ? "–" : "several currencies";
		}
		BigDecimal sum = money.stream()
			.map((one) -> Objects.requireNonNull(one.amount()))
			.reduce(BigDecimal.ZERO, BigDecimal::add);
		return Plot.money(new Money(sum, money.get(0).currency()));
	}

	/**
	 * Figure that the plot shows.
	 */
	public enum Figure {

		/** Clicks of delivered messages. */
		CLICK_RATE("Click rate"),

		/** Delivered messages of those sent. */
		DELIVERY_RATE("Delivery rate"),

		/** Delivered messages. */
		DELIVERED("Delivered");

		private final String label;

		Figure(String label) {
			this.label = label;
		}

		/**
		 * Return the figure in words.
		 * @return one or two words
		 */
		public String label() {
			return this.label;
		}

		private Plot.Value value(String title, Figures of) {
			return switch (this) {
				case CLICK_RATE -> rate(title, of.ctr());
				case DELIVERY_RATE -> rate(title, of.deliveryRate());
				case DELIVERED ->
					new Plot.Value(title, Plot.number(of.delivered()), Plot.decimal(of.delivered()), null);
			};
		}

		private static Plot.Value rate(String title, @Nullable Rate rate) {
			return new Plot.Value(title, Plot.percent(rate), (rate != null) ? rate.fraction() : BigDecimal.ZERO, null);
		}

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

	/**
	 * A campaign with its figures.
	 *
	 * @param campaign the campaign
	 * @param sent messages sent
	 * @param delivered messages delivered
	 * @param clicks clicks
	 * @param rate clicks of delivered messages
	 * @param revenue the revenue
	 * @param reported whether the report names it
	 */
	public record Row(Campaign campaign, String sent, String delivered, String clicks, String rate, String revenue,
			boolean reported) {

		static Row of(Campaign campaign, @Nullable Figures figures) {
			if (figures == null) {
				return new Row(campaign, "–", "–", "–", "–", "–", false);
			}
			return new Row(campaign, Plot.number(figures.sent()), Plot.number(figures.delivered()),
					Plot.number(figures.clicks()), Plot.percent(figures.ctr()), Plot.money(figures.revenue()), true);
		}

	}

}
