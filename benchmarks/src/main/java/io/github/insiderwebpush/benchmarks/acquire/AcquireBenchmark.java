package io.github.insiderwebpush.benchmarks.acquire;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs {@link FreePermits} with one thread and with two.
 */
public final class AcquireBenchmark {

	private static final Map<String, String> TITLES = titles();

	private AcquireBenchmark() {
	}

	public static void main(String[] arguments) throws RunnerException {
		boolean quick = List.of(arguments).contains("--quick");
		Map<String, Cost> one = measure(1, quick);
		Map<String, Cost> two = measure(2, quick);
		Table table = new Table("a free permit", "one thread", "allocated", "two threads", "allocated");
		TITLES.forEach((name, title) -> {
			Cost alone = cost(one, name);
			Cost contended = cost(two, name);
			table.row(List.of(title, alone.time(), alone.memory(), contended.time(), contended.memory()));
		});
		System.out.println();
		System.out.println(table);
		judge(one);
	}

	private static void judge(Map<String, Cost> one) {
		Goals goals = new Goals();
		double theirs = cost(one, "resilience4j").nanos();
		for (String name : List.of("oursByHandle", "oursByResilience4j")) {
			goals.atMost(TITLES.get(name) + ", times Resilience4j's cost", cost(one, name).nanos() / theirs, 2);
			// A hundredth of a byte is what the profiler itself allocates.
			goals.atMost(TITLES.get(name) + ", bytes", Math.rint(cost(one, name).bytes() * 100) / 100, 0);
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

	private static Map<String, Cost> measure(int threads, boolean quick) throws RunnerException {
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include(FreePermits.class.getName().replace(".", "\\.") + "\\..*")
					.threads(threads)
					.forks(quick ? 1 : 3)
					.warmupIterations(quick ? 2 : 3)
					.warmupTime(TimeValue.seconds(1))
					.measurementIterations(quick ? 3 : 5)
					.measurementTime(TimeValue.seconds(1))
					.addProfiler(GCProfiler.class)
					.shouldFailOnError(true)
					.build())
			.run();
		Map<String, Cost> costs = new LinkedHashMap<>();
		for (RunResult result : results) {
			Result<?> time = result.getPrimaryResult();
			Result<?> memory = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
			costs.put(time.getLabel(), new Cost(time.getScore(), time.getScoreError(), memory.getScore()));
		}
		return costs;
	}

	private static Cost cost(Map<String, Cost> costs, String name) {
		return Objects.requireNonNull(costs.get(name), name);
	}

	/**
	 * What one operation costs.
	 */
	private record Cost(double nanos, double error, double bytes) {

		String time() {
			return String.format(Locale.ROOT, "%.1f ± %.1f ns", this.nanos, this.error);
		}

		String memory() {
			return String.format(Locale.ROOT, "%.0f B", this.bytes);
		}

	}

}
