package io.github.insiderwebpush.benchmarks.acquire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Runs {@link FreePermits} with one thread and with two.
 */
public final class AcquireBenchmark {

	private static final Map<String, String> TITLES = titles();

	private AcquireBenchmark() {
	}

	public static void main(String[] arguments) throws RunnerException {
		boolean quick = List.of(arguments).contains("--quick");
		Map<String, Cost> one = measure(1, quick ? 2 : 8);
		Map<String, Cost> two = measure(2, quick ? 1 : 4);
		Table table = new Table("a free permit, lower quartile (least, median)", "one thread", "of Resilience4j",
				"allocated", "two threads", "allocated");
		TITLES.forEach((name, title) -> {
			Cost alone = cost(one, name);
			Cost contended = cost(two, name);
			table.row(List.of(title, alone.time(), alone.of(cost(one, "resilience4j")), alone.memory(),
					contended.time(), contended.memory()));
		});
		System.out.println();
		System.out.println(table);
		judge(one);
	}

	private static void judge(Map<String, Cost> one) {
		Goals goals = new Goals();
		for (String name : List.of("oursByHandle", "oursByResilience4j")) {
			goals.atMost(TITLES.get(name) + ", times Resilience4j's cost",
					cost(one, name).nanos() / cost(one, "resilience4j").nanos(), 2);
			// The profiler itself allocates some hundredths of a byte.
			goals.atMost(TITLES.get(name) + ", bytes", Math.rint(cost(one, name).bytes()), 0);
		}
		goals.printAndExit();
	}

	private static Map<String, String> titles() {
		Map<String, String> titles = new LinkedHashMap<>();
		titles.put("oursByHandle", "ours, taken and ended by handle");
		titles.put("oursByResilience4j", "ours, acquirePermission and onSuccess");
		titles.put("resilience4j", "Resilience4j AtomicRateLimiter, taken");
		titles.put("bucket4j", "Bucket4j, taken");
		titles.put("guava", "Guava, taken");
		return titles;
	}

	/**
	 * Measure in rounds, each with a JVM for every limiter, so that whatever else the
	 * machine has to do meets them all alike.
	 */
	private static Map<String, Cost> measure(int threads, int rounds) throws RunnerException {
		Options options = new OptionsBuilder().include(FreePermits.class.getName().replace(".", "\\.") + "\\..*")
			.threads(threads)
			.forks(1)
			.warmupIterations(6)
			.warmupTime(TimeValue.milliseconds(100))
			.measurementIterations(12)
			.measurementTime(TimeValue.milliseconds(100))
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.build();
		Map<String, Cost> costs = new LinkedHashMap<>();
		for (int round = 0; round < rounds; round++) {
			for (RunResult result : new Runner(options).run()) {
				for (IterationResult iteration : iterations(result)) {
					Result<?> time = iteration.getPrimaryResult();
					Result<?> memory = iteration.getSecondaryResults().get("gc.alloc.rate.norm");
					costs.computeIfAbsent(time.getLabel(), (name) -> new Cost())
						.add(time.getScore(), Objects.requireNonNull(memory).getScore());
				}
			}
		}
		return costs;
	}

	private static List<IterationResult> iterations(RunResult result) {
		return result.getBenchmarkResults().stream().flatMap((fork) -> fork.getIterationResults().stream()).toList();
	}

	private static Cost cost(Map<String, Cost> costs, String name) {
		return Objects.requireNonNull(costs.get(name), name);
	}

	/**
	 * What one operation costs: the lower quartile of many short iterations, because
	 * whatever else the machine has to do only ever adds to it.
	 */
	private static final class Cost {

		private final ListStatistics nanos = new ListStatistics();

		private final ListStatistics bytes = new ListStatistics();

		void add(double nanos, double bytes) {
			this.nanos.addValue(nanos);
			this.bytes.addValue(bytes);
		}

		double nanos() {
			return this.nanos.getPercentile(25);
		}

		double bytes() {
			return this.bytes.getPercentile(50);
		}

		String time() {
			return String.format(Locale.ROOT, "%.1f ns (%.1f, %.1f)", nanos(), this.nanos.getMin(),
					this.nanos.getPercentile(50));
		}

		String of(Cost other) {
			return String.format(Locale.ROOT, "x %.2f", nanos() / other.nanos());
		}

		String memory() {
			return String.format(Locale.ROOT, "%.0f B", bytes());
		}

	}

}
