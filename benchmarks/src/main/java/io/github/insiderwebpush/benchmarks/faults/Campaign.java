package io.github.insiderwebpush.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Several accounts side by side, whose books are added up.
 */
final class Campaign {

	private final List<BusyAccount> accounts = new ArrayList<>();

	private final int calls;

	/**
	 * Create a campaign.
	 * @param seed where all its randomness comes from
	 * @param accounts how many accounts
	 * @param calls how many calls, all accounts together
	 */
	Campaign(long seed, int accounts, int calls) {
		this.calls = calls;
		SplittableRandom seeds = new SplittableRandom(seed);
		for (int i = 0; i < accounts; i++) {
			this.accounts.add(BusyAccount.start(seeds.nextLong(), (calls + accounts - 1) / accounts));
		}
	}

	/**
	 * Run it.
	 * @param progress told every few seconds how far it is
	 * @return the books of all accounts
	 */
	Books run(Progress progress) throws InterruptedException {
		ExecutorService runners = Executors.newFixedThreadPool(this.accounts.size());
		try {
			CompletionService<Books> results = new ExecutorCompletionService<>(runners);
			this.accounts.forEach((account) -> results.submit(account::run));
			Books sum = take(results, progress);
			for (int i = 1; i < this.accounts.size(); i++) {
				sum = sum.plus(take(results, progress));
			}
			return sum;
		}
		finally {
			runners.shutdownNow();
		}
	}

	private Books take(CompletionService<Books> results, Progress progress) throws InterruptedException {
		Future<Books> result = results.poll(5, TimeUnit.SECONDS);
		while (result == null) {
			progress.stands(this.accounts.stream().mapToInt(BusyAccount::started).sum(), this.calls,
					this.accounts.stream().map(BusyAccount::elapsed).reduce(Duration.ZERO, Duration::plus));
			result = results.poll(5, TimeUnit.SECONDS);
		}
		try {
			return result.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("An account did not get to its end", ex);
		}
	}

	/**
	 * Told how far it is.
	 */
	@FunctionalInterface
	interface Progress {

		void stands(int started, int calls, Duration virtual);

	}

}
