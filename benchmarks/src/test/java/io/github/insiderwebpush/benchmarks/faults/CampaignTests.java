package io.github.insiderwebpush.benchmarks.faults;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The short form of {@code benchmarks/run faults}.
 */
class CampaignTests {

	@Test
	void booksBalanceAfterSomeThousandCallsWithRandomFaults() throws InterruptedException {
		long seed = Long.getLong("faults.seed", System.nanoTime());
		Books books = new Campaign(seed, 4, 2000).run((started, calls, virtual) -> {
		});
		assertThat(books.disagreements()).as("with -Dfaults.seed=%d", seed).isEmpty();
		assertThat(books.calls()).isGreaterThanOrEqualTo(2000);
		assertThat(books.faults().values()).hasSizeGreaterThan(10);
		assertThat(books.doubleLaunches()).isZero();
		assertThat(books.leakedPermits()).isZero();
		assertThat(books.leakedConnections()).isZero();
	}

}
