package io.github.insiderwebpush.client;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An interrupt of the client reaches the thread inside, and no other.
 */
@Timeout(60)
class InterruptionTests {

	private final Interruption interruption = new Interruption();

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	@Test
	void whoIsInsideIsInterrupted() {
		this.interruption.begin();
		elsewhere(this.interruption::interrupt);
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void interruptOfOursDoesNotLeaveTheSection() {
		this.interruption.begin();
		elsewhere(this.interruption::interrupt);
		this.interruption.end();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void interruptOfSomebodyElseLeavesTheSection() {
		this.interruption.begin();
		Thread.currentThread().interrupt();
		this.interruption.end();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void whoIsOutsideIsNotInterrupted() {
		elsewhere(this.interruption::interrupt);
		this.interruption.begin();
		this.interruption.end();
		elsewhere(this.interruption::interrupt);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void interruptOfAnEarlierSectionSaysNothingOfALaterOne() {
		this.interruption.begin();
		elsewhere(this.interruption::interrupt);
		this.interruption.end();
		this.interruption.begin();
		Thread.currentThread().interrupt();
		this.interruption.end();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	private static void elsewhere(Runnable action) {
		CompletableFuture.runAsync(action).join();
	}

}
