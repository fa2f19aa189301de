package io.github.insiderwebpush.test.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of calls on a virtual clock while the server and the beans of the application
 * fail at random. Afterwards each result agrees with the records of the server, no launch
 * went out twice, no call is without a result, and no permit, thread or connection is
 * left.
 * <p>
 * {@code -Dfaults.operations=100000} is the long form ({@code benchmarks/run faults}),
 * {@code -Dfaults.seed=N} repeats the plan of a run.
 */
class FaultCampaignTests {

	private static final int OPERATIONS = Integer.getInteger("faults.operations", 1500);

	private static final int OPERATIONS_PER_ACCOUNT = 6250;

	private static final int MIN_ACCOUNTS = 3;

	@Test
	void resultsAgreeWithTheServerAndNothingIsLost() throws Exception {
		long seed = Long.getLong("faults.seed", System.nanoTime());
		// What a first use loads and starts for good is not a leak of the second.
		run(seed, 1, 50);
		Leaks leaks = new Leaks();
		Audit.Totals totals = run(seed, Math.max(MIN_ACCOUNTS, OPERATIONS / OPERATIONS_PER_ACCOUNT), OPERATIONS);
		System.out.printf("Fault campaign, seed %d: %d operations in %d h of virtual time%nresults %s%nfaults %s%n",
				seed, totals.operations(), totals.virtualTime().toHours(), totals.results(), totals.faults());
		assertThat(totals.disagreements()).as("disagreements with -Dfaults.seed=%d", seed).isEmpty();
		assertThat(totals.doubleLaunches()).as("double launches with -Dfaults.seed=%d", seed).isZero();
		assertThat(leaks.threads()).as("threads left with -Dfaults.seed=%d", seed).isEmpty();
		assertThat(totals.operations()).isGreaterThanOrEqualTo(OPERATIONS);
		assertThat(totals.faults()).hasSizeGreaterThan(30);
	}

	private static Audit.Totals run(long seed, int accounts, int operations) throws Exception {
		SplittableRandom seeds = new SplittableRandom(seed);
		ExecutorService runners = Executors.newFixedThreadPool(accounts);
		try {
			List<Future<Audit>> audits = new ArrayList<>();
			IntStream.range(0, accounts)
				.mapToObj((i) -> new FaultyAccount(seeds.nextLong(), (operations + accounts - 1) / accounts))
				.forEach((account) -> audits.add(runners.submit(account::run)));
			Audit.Totals totals = Audit.Totals.none();
			for (Future<Audit> audit : audits) {
				totals = audit.get().addTo(totals);
			}
			return totals;
		}
		finally {
			runners.shutdownNow();
		}
	}

}
