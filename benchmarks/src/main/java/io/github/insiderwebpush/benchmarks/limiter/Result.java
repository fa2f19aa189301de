package io.github.insiderwebpush.benchmarks.limiter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.insiderwebpush.benchmarks.Table;
import io.github.insiderwebpush.benchmarks.limiter.Client.Outcome;
import io.github.insiderwebpush.benchmarks.limiter.Server.Algorithm;

/**
 * A row of a table.
 *
 * @param outcomes the mean of all runs, by how the server counts
 */
record Result(Map<Algorithm, Outcome> outcomes) {

	static Table table() {
		return new Table(Stream
			.of(Stream.of("limiter"), Stream.of(Algorithm.values()).map(Algorithm::title),
					Stream.of("most in 60 s", "used", "admitted", "wait"))
			.flatMap((headings) -> headings)
			.toArray(String[]::new));
	}

	double throttled(Algorithm algorithm) {
		return Objects.requireNonNull(this.outcomes.get(algorithm)).throttled();
	}

	double throttled() {
		return overall().throttled();
	}

	int most() {
		return overall().most();
	}

	double used() {
		return overall().used();
	}

	private Outcome overall() {
		return Outcome.mean(List.copyOf(this.outcomes.values()));
	}

	List<String> row(String name, Shape shape) {
		List<String> cells = new ArrayList<>();
		cells.add(name);
		for (Outcome outcome : this.outcomes.values()) {
			cells.add(number((outcome.throttled() == 0) ? "%.0f" : "%.2f", outcome.throttled()));
		}
		cells.add(Integer.toString(most()));
		cells.add(number("%.1f %%", used() * 100));
		double admitted = this.outcomes.values().stream().mapToDouble(Outcome::admitted).min().orElse(0);
		cells.add(number("%.1f %%", admitted * 100));
		cells.add((shape == Shape.SATURATING) ? "-" : number("%.1f s", overall().waited()));
		return cells;
	}

	private static String number(String format, double value) {
		return String.format(Locale.ROOT, format, value);
	}

}
