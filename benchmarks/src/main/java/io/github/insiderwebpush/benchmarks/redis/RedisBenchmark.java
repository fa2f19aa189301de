package io.github.insiderwebpush.benchmarks.redis;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;

/**
 * Three processes that always have something to send share a budget of 30 per 3 s.
 */
public final class RedisBenchmark {

	static final int INSTANCES = 3;

	/** A failure must not be mistaken for a machine that is busy. */
	private static final Duration LONG_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration SHORT_TIMEOUT = Duration.ofMillis(200);

	private final Duration period;

	private final double windows;

	/**
	 * Create a benchmark.
	 * @param period the period of the budget
	 * @param windows how many windows each phase lasts
	 */
	RedisBenchmark(Duration period, double windows) {
		this.period = period;
		this.windows = windows;
	}

	public static void main(String[] arguments) {
		boolean quick = List.of(arguments).contains("--quick");
		RedisBenchmark benchmark = new RedisBenchmark(Duration.ofSeconds(3), quick ? 2 : 8);
		Goals goals = new Goals();
		Outcome undisturbed = benchmark.undisturbed();
		Table table = new Table(INSTANCES + " processes, " + Scenario.LIMIT + " per 3 s", "largest window", "may be",
				"used", "commands per permit");
		for (Outcome outcome : List.of(undisturbed, benchmark.wrongClock(), benchmark.deadInstance(),
				benchmark.emptiedServer(), benchmark.pausedServer())) {
			table.row(List.of(outcome.name(), Integer.toString(outcome.largestWindow()),
					Integer.toString(outcome.mayBe()), text("%.3f", outcome.used()), text("%.1f", outcome.commands())));
			goals.atMost(outcome.name() + ": largest window", outcome.largestWindow(), outcome.mayBe());
		}
		goals.atLeast("used, of the limit", undisturbed.used(), 0.95);
		System.out.println(table);
		goals.printAndExit();
	}

	Outcome undisturbed() {
		try (Scenario scenario = sharing(LONG_TIMEOUT, Duration.ZERO)) {
			long since = System.nanoTime();
			long commands = scenario.commands();
			int arrivals = scenario.collector().arrivals().size();
			scenario.awaitWindows(this.windows);
			return new Outcome("undisturbed", scenario.largestWindow(), Scenario.LIMIT, scenario.used(since),
					(double) (scenario.commands() - commands) / (scenario.collector().arrivals().size() - arrivals));
		}
	}

	Outcome wrongClock() {
		try (Scenario scenario = sharing(LONG_TIMEOUT, Duration.ofMinutes(7))) {
			scenario.awaitWindows(this.windows);
			return new Outcome("one clock is wrong by 7 minutes", scenario, Scenario.LIMIT);
		}
	}

	Outcome deadInstance() {
		try (Scenario scenario = sharing(LONG_TIMEOUT, Duration.ZERO)) {
			scenario.collector().withholdFrom(1);
			scenario.await((arrivals) -> scenario.collector().withheld() >= 3);
			scenario.kill(1);
			scenario.awaitWindows(this.windows);
			return new Outcome("one instance dies holding permits", scenario, Scenario.LIMIT);
		}
	}

	Outcome emptiedServer() {
		try (Scenario scenario = sharing(LONG_TIMEOUT, Duration.ZERO)) {
			scenario.redis().kill();
			// Long enough that all instances have continued with their shares.
			scenario.awaitTime(LONG_TIMEOUT.plus(this.period));
			scenario.redis().start();
			scenario.countFromNow();
			scenario.awaitWindows(this.windows);
			return new Outcome("Redis has come back empty", scenario, Scenario.LIMIT);
		}
	}

	Outcome pausedServer() {
		try (Scenario scenario = sharing(SHORT_TIMEOUT, Duration.ZERO)) {
			scenario.redis().pause();
			scenario.awaitTime(this.period);
			scenario.redis().resume();
			scenario.awaitWindows(this.windows);
			// The limit, and a share for each instance that was cut off.
			return new Outcome("Redis does not respond for a period", scenario, 2 * Scenario.LIMIT);
		}
	}

	private Scenario sharing(Duration timeout, Duration clockWrongBy) {
		Scenario scenario = new Scenario(this.period, timeout);
		scenario.start(clockWrongBy);
		for (int i = 1; i < INSTANCES; i++) {
			scenario.start(Duration.ZERO);
		}
		scenario.awaitSharing();
		scenario.awaitWindows(1.5);
		return scenario;
	}

	private static String text(String format, double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
	}

	/**
	 * The observations.
	 *
	 * @param name what happened
	 * @param largestWindow how many arrived in the period in which most did
	 * @param mayBe how many may
	 * @param used the share of the limit that was used, or not a number
	 * @param commands how many commands a permit took, or not a number
	 */
	record Outcome(String name, int largestWindow, int mayBe, double used, double commands) {

		Outcome(String name, Scenario scenario, int mayBe) {
			this(name, scenario.largestWindow(), mayBe, Double.NaN, Double.NaN);
		}

	}

}
