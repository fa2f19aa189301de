package io.github.insiderwebpush.benchmarks.acquire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.benchmarks.Cost;
import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Ratios;
import io.github.insiderwebpush.benchmarks.Table;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link FreePermits} with one thread and with two, and {@link InTurns} for the
 * ratio.
 */
public final class AcquireBenchmark {

	private static final Map<String, String> TITLES = titles();

	private static final List<String> JUDGED = List.of("oursByHandle", "oursByResilience4j");

	private AcquireBenchmark() {
	}

	public static void main(String[] arguments) throws RunnerException {
		boolean quick = List.of(arguments).contains("--quick");
		Map<String, Cost> one = measure(1, quick ? 1 : 4);
		Map<String, Cost> two = measure(2, quick ? 1 : 4);
		Ratios ratios = ratios(quick ? 3 : 10);
		Table table = new Table("a free permit, lower quartile (least, median)", "one thread", "allocated",
				"two threads", "allocated", "in turns, of Resilience4j (quartiles)");
		TITLES.forEach((name, title) -> {
			Cost alone = cost(one, name);
			Cost contended = cost(two, name);
			table
				.row(List.of(title, time(alone), memory(alone), time(contended), memory(contended), ratios.text(name)));
		});
		System.out.println();
		System.out.println(table);
		judge(one, ratios);
	}

	private static void judge(Map<String, Cost> one, Ratios ratios) {
		Goals goals = new Goals();
		for (String name : JUDGED) {
			goals.atMost(TITLES.get(name) + ", times Resilience4j's cost", ratios.median(name), 2);
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

	private static Map<String, Cost> measure(int threads, int rounds) throws RunnerException {
		return Cost.measure(
				Cost.iterations(new OptionsBuilder(), 6, 12, 100).include(all(FreePermits.class)).threads(threads),
				rounds);
	}

	private static Ratios ratios(int forks) throws RunnerException {
		return Ratios.measure(Cost.iterations(new OptionsBuilder(), 30, 30, 100)
			.include(all(InTurns.class))
			.forks(forks)
			.shouldFailOnError(true)
			.build(), "resilience4j");
	}

	private static String all(Class<?> benchmarks) {
		return benchmarks.getName().replace(".", "\\.") + "\\..*";
	}

	private static Cost cost(Map<String, Cost> costs, String name) {
		return Objects.requireNonNull(costs.get(name), name);
	}

	private static String time(Cost cost) {
		return String.format(Locale.ROOT, "%.1f ns (%.1f, %.1f)", cost.time(), cost.leastTime(), cost.medianTime());
	}

	private static String memory(Cost cost) {
		return String.format(Locale.ROOT, "%.0f B", cost.bytes());
	}

}
