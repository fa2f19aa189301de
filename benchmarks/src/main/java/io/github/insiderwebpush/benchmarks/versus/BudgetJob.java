package io.github.insiderwebpush.benchmarks.versus;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.benchmarks.versus.FaultJob.Ending;
import io.github.insiderwebpush.test.BudgetAlgorithm;
import io.github.insiderwebpush.test.WebPushSandbox;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Creates campaigns as fast as the client lets it.
 *
 * @param algorithm how the server counts
 * @param period the server's period, a minute on the scaled clock
 * @param campaigns how many
 */
record BudgetJob(BudgetAlgorithm algorithm, Duration period, int campaigns) {

	private static final int LIMIT = Budget.CREATE.requestsPerMinute();

	Result run(Team team) {
		try (WebPushSandbox sandbox = WebPushSandbox.builder()
			.budgetAlgorithm(this.algorithm)
			.budgetPeriod(this.period)
			.start();
				ConfigurableApplicationContext context = team.start(
						new Team.Vendor(sandbox.baseUrl(), sandbox.token(), sandbox.partnerId(), LIMIT, this.period))) {
			Team.Client client = context.getBean(Team.Client.class);
			Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
			long start = System.nanoTime();
			for (int i = 1; i <= this.campaigns; i++) {
				endings.merge(create(client, "Campaign " + i), 1, Integer::sum);
			}
			long elapsed = System.nanoTime() - start;
			long throttled = sandbox.requests(WebPushOperation.CREATE)
				.stream()
				.filter((request) -> Objects.equals(request.status(), 429))
				.count();
			return new Result(endings.getOrDefault(Ending.DONE, 0), throttled,
					endings.getOrDefault(Ending.UNEXPLAINED, 0), elapsed / idealNanos());
		}
	}

	private static Ending create(Team.Client client, String title) {
		try {
			client.create(title);
			return Ending.DONE;
		}
		catch (RuntimeException ex) {
			return Ending.of(ex);
		}
	}

	/**
	 * The limit used up to the last request in every period.
	 */
	private double idealNanos() {
		return (double) this.campaigns / LIMIT * this.period.toNanos();
	}

	/**
	 * How it went.
	 *
	 * @param completed campaigns whose id the caller has
	 * @param throttled answers with 429
	 * @param unexplained calls that ended in an error which does not say whether the
	 * campaign exists
	 * @param timesIdeal the time, as a multiple of the ideal one
	 */
	record Result(int completed, long throttled, int unexplained, double timesIdeal) {

	}

}
