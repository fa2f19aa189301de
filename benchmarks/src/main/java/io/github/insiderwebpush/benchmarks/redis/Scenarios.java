package io.github.insiderwebpush.benchmarks.redis;

import java.time.Duration;

/**
 * What happens to instances that share a budget, and what arrives meanwhile.
 */
final class Scenarios {

	static final int INSTANCES = 3;

	/** A failure must not be mistaken for a machine that has much to do. */
	private static final Duration PATIENT = Duration.ofSeconds(5);

	private static final Duration IMPATIENT = Duration.ofMillis(200);

	private final Duration period;

	private final double windows;

	/**
	 * Create scenarios.
	 * @param period the period of the budget
	 * @param windows how many windows each phase lasts
	 */
	Scenarios(Duration period, double windows) {
		this.period = period;
		this.windows = windows;
	}

	Outcome undisturbed() {
		try (Scenario scenario = new Scenario(this.period, PATIENT)) {
			scenario.start(INSTANCES);
			scenario.awaitAllInstances();
			scenario.awaitWindows(1.5);
			long since = System.nanoTime();
			long commandsBefore = Commands.questions(scenario.redis());
			int arrivalsBefore = scenario.collector().arrivals().size();
			scenario.awaitWindows(this.windows);
			double commands = (double) (Commands.questions(scenario.redis()) - commandsBefore)
					/ (scenario.collector().arrivals().size() - arrivalsBefore);
			return Outcome.of("undisturbed", scenario, Scenario.LIMIT, since, commands);
		}
	}

	Outcome wrongClock() {
		try (Scenario scenario = new Scenario(this.period, PATIENT)) {
			scenario.start(INSTANCES - 1);
			scenario.start(Duration.ofMinutes(7));
			scenario.awaitAllInstances();
			scenario.awaitWindows(1.5);
			long since = System.nanoTime();
			scenario.awaitWindows(this.windows);
			return Outcome.of("one clock is wrong by 7 minutes", scenario, Scenario.LIMIT, since, Double.NaN);
		}
	}

	Outcome killedServer() {
		try (Scenario scenario = new Scenario(this.period, IMPATIENT)) {
			scenario.start(INSTANCES);
			scenario.awaitSharing();
			scenario.awaitWindows(1.5);
			scenario.redis().kill();
			scenario.awaitTime(this.period);
			scenario.redis().start();
			scenario.awaitWindows(this.windows);
			return Outcome.of("Redis is killed and comes back empty", scenario, changeOver(), 0, Double.NaN);
		}
	}

	Outcome pausedServer() {
		try (Scenario scenario = new Scenario(this.period, IMPATIENT)) {
			scenario.start(INSTANCES);
			scenario.awaitSharing();
			scenario.awaitWindows(1.5);
			scenario.redis().pause();
			scenario.awaitTime(this.period);
			scenario.redis().resume();
			scenario.awaitWindows(this.windows);
			return Outcome.of("Redis stands still for a period", scenario, changeOver(), 0, Double.NaN);
		}
	}

	Outcome deadInstance() {
		try (Scenario scenario = new Scenario(this.period, PATIENT)) {
			scenario.start(INSTANCES);
			scenario.awaitAllInstances();
			scenario.awaitWindows(1.5);
			scenario.collector().withholdFrom(1);
			scenario.await((arrivals) -> scenario.collector().withheld() >= 3);
			scenario.kill(1);
			scenario.awaitWindows(this.windows);
			return Outcome.of("one instance dies holding permits", scenario, Scenario.LIMIT, 0, Double.NaN);
		}
	}

	private static int changeOver() {
		return Scenario.LIMIT + INSTANCES * Scenario.BURST;
	}

	/**
	 * What was seen.
	 *
	 * @param name what happened
	 * @param largestWindow how many arrived in the period in which most did
	 * @param mayBe how many may
	 * @param used how much of the limit was used, or not a number
	 * @param unfairness by how much a share differs from an even one, or not a number
	 * @param commands how many commands a permit cost, or not a number
	 */
	record Outcome(String name, int largestWindow, int mayBe, double used, double unfairness, double commands) {

		static Outcome of(String name, Scenario scenario, int mayBe, long since, double commands) {
			boolean steady = since != 0;
			return new Outcome(name, scenario.largestWindow(), mayBe, steady ? scenario.used(since) : Double.NaN,
					steady ? scenario.unfairness(since) : Double.NaN, commands);
		}

	}

}
