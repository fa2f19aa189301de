package io.github.insiderwebpush.benchmarks.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;

/**
 * More than a hundred thousand calls against a vendor that fails at random, on a virtual
 * clock; then the books are balanced. A seed given as {@code --seed=N} makes the same
 * plans again; threads still run as they like.
 */
public final class FaultsBenchmark {

	private static final int CALLS = 100_000;

	private static final int QUICK_CALLS = 10_000;

	private static final int ACCOUNTS = 16;

	private static final int SHOWN = 20;

	private FaultsBenchmark() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		boolean quick = List.of(arguments).contains("--quick");
		long seed = Arrays.stream(arguments)
			.filter((argument) -> argument.startsWith("--seed="))
			.mapToLong((argument) -> Long.parseLong(argument.substring("--seed=".length())))
			.findFirst()
			.orElseGet(System::nanoTime);
		System.out.println("Seed " + seed);
		// What a first use loads and starts for good is not left behind by the second.
		new Campaign(seed, 1, 300).run((started, calls, virtual) -> {
		});
		LeftThreads threads = new LeftThreads();
		Books books = run(seed, quick ? QUICK_CALLS : CALLS);
		print(books);
		List<String> leftThreads = threads.settle();
		leftThreads.forEach((thread) -> System.out.println("Left: " + thread));
		Goals goals = new Goals();
		goals.atLeast("operations", books.calls(), quick ? QUICK_CALLS : CALLS);
		goals.atLeast("requests that met a fault", total(books.faults()), books.calls() / 10.0);
		goals.atMost("disagreements", books.disagreements().size(), 0);
		goals.atMost("double launches", books.doubleLaunches(), 0);
		goals.atMost("leaked permits", books.leakedPermits(), 0);
		goals.atMost("leaked threads", leftThreads.size(), 0);
		if (OpenConnections.canBeCounted()) {
			goals.atMost("leaked connections", books.leakedConnections(), 0);
		}
		else {
			System.out.println("Connections could not be counted: this system has no /proc.");
		}
		goals.printAndExit();
	}

	private static Books run(long seed, int calls) throws InterruptedException {
		return new Campaign(seed, ACCOUNTS, calls).run((started, all, virtual) -> {
			System.out.printf(Locale.ROOT, "%,d of %,d operations, %s of virtual time%n", started, all,
					readable(virtual));
			System.out.flush();
		});
	}

	private static void print(Books books) {
		System.out.println();
		System.out.println(table("operations", books.operations()));
		System.out.println(table("requests by fault", books.faults()));
		System.out.println(table("calls by how they ended", books.ends()));
		System.out.printf(Locale.ROOT, "%,d requests in %s of virtual time%n%n", books.requests(),
				readable(books.virtual()));
		books.disagreements().stream().limit(SHOWN).forEach(System.out::println);
	}

	private static Table table(String what, Map<String, Integer> counts) {
		Table table = new Table(what, "count");
		counts.forEach((key, count) -> table.row(List.of(key, String.format(Locale.ROOT, "%,d", count))));
		table.row(List.of("all", String.format(Locale.ROOT, "%,d", total(counts))));
		return table;
	}

	private static int total(Map<String, Integer> counts) {
		return counts.values().stream().mapToInt(Integer::intValue).sum();
	}

	private static String readable(Duration duration) {
		return duration.toHours() + " h " + duration.toMinutesPart() + " min";
	}

}
