package io.github.insiderwebpush.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What operations that take turns cost, as multiples of one of them: the median of the
 * ratios of each iteration. Whatever slows a shared machine down for a while meets all of
 * them alike.
 */
public final class Ratios {

	private final Map<String, ListStatistics> ratios = new LinkedHashMap<>();

	private Ratios() {
	}

	/**
	 * Measure a benchmark that adds the nanoseconds of each operation up in counters.
	 * @param options what to run: one benchmark
	 * @param base the counter of the operation that the others are compared with
	 */
	public static Ratios measure(Options options, String base) throws RunnerException {
		Ratios ratios = new Ratios();
		for (BenchmarkResult fork : new Runner(options).runSingle().getBenchmarkResults()) {
			for (IterationResult iteration : fork.getIterationResults()) {
				double baseNanos = nanos(iteration, base);
				for (String name : iteration.getSecondaryResults().keySet()) {
					ratios.ratios.computeIfAbsent(name, (key) -> new ListStatistics())
						.addValue(nanos(iteration, name) / baseNanos);
				}
			}
		}
		return ratios;
	}

	private static double nanos(IterationResult iteration, String name) {
		Result<?> nanos = iteration.getSecondaryResults().get(name);
		return Objects.requireNonNull(nanos, name).getScore();
	}

	public double median(String name) {
		return percentile(name, 50);
	}

	/**
	 * Return the median and the quartiles, or nothing for what took no turns.
	 */
	public String text(String name) {
		return this.ratios.containsKey(name) ? String.format(Locale.ROOT, "x %.2f (%.2f, %.2f)", median(name),
				percentile(name, 25), percentile(name, 75)) : "";
	}

	private double percentile(String name, double percent) {
		return Objects.requireNonNull(this.ratios.get(name), name).getPercentile(percent);
	}

}
