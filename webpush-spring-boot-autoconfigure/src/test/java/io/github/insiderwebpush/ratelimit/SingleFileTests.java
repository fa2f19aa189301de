package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SingleFileTests {

	private final Queue queue = new Queue();

	private final OldPermits permits = this.queue.inSingleFile();

	private final List<String> told = new ArrayList<>();

	@Test
	void onlyOneStandsInTheQueue() {
		acquire("first", false);
		acquire("second", false);
		acquire("third", false);
		assertThat(this.queue.waiting).hasSize(1);
		assertThat(this.told).isEmpty();
	}

	@Test
	void nextStandsInTheQueueWhenTheOneBeforeWasGranted() {
		acquire("first", false);
		acquire("second", false);
		this.queue.grant();
		assertThat(this.told).containsExactly("first granted");
		assertThat(this.queue.waiting).hasSize(1);
		this.queue.grant();
		assertThat(this.told).containsExactly("first granted", "second granted");
		assertThat(this.queue.waiting).isEmpty();
	}

	@Test
	void refusedCallGoesFirstInItsOwnLineAndLastInTheQueue() {
		acquire("waits in the queue", false);
		acquire("waits in line", false);
		acquire("refused before", true);
		PermitWaiter other = new Named("interactive");
		this.queue.acquire(other, OldPermits.FOREVER, false);
		for (int i = 0; i < 4; i++) {
			this.queue.grant();
		}
		assertThat(this.told).containsExactly("waits in the queue granted", "interactive granted",
				"refused before granted", "waits in line granted");
		assertThat(this.queue.mostFirst).isZero();
	}

	@Test
	void nobodyOvertakesTheLine() {
		acquire("first", false);
		this.queue.free = 1;
		assertThat(this.permits.tryAcquire()).isFalse();
		this.queue.grant();
		assertThat(this.permits.tryAcquire()).isTrue();
	}

	@Test
	void whoLeavesTheLineIsNotServed() {
		acquire("first", false);
		PermitWaiter second = acquire("second", false);
		acquire("third", false);
		assertThat(this.permits.cancel(second)).isTrue();
		assertThat(this.permits.cancel(second)).isFalse();
		this.queue.grant();
		this.queue.grant();
		assertThat(this.told).containsExactly("first granted", "third granted");
	}

	@Test
	void whoLeavesTheQueueMakesRoomForTheNext() {
		PermitWaiter first = acquire("first", false);
		acquire("second", false);
		assertThat(this.permits.cancel(first)).isTrue();
		assertThat(this.queue.waiting).hasSize(1);
		this.queue.grant();
		assertThat(this.told).containsExactly("second granted");
	}

	@Test
	void whoIsCancelledOnTheWayToTheQueueLeavesIt() {
		PermitWaiter[] first = new PermitWaiter[1];
		this.queue.onNextAcquire = () -> assertThat(this.permits.cancel(first[0])).isFalse();
		first[0] = new Named("first");
		this.permits.acquire(first[0], OldPermits.FOREVER, false);
		assertThat(this.queue.waiting).isEmpty();
		acquire("second", false);
		assertThat(this.queue.waiting).hasSize(1);
	}

	@Test
	void refusalIsPassedOnAndTheNextIsServed() {
		acquire("first", false);
		acquire("second", false);
		this.queue.waiting.remove().refused(7);
		assertThat(this.told).containsExactly("first refused 7");
		assertThat(this.queue.waiting).hasSize(1);
	}

	@Test
	void anyNumberThatCanGoAtOnceCostsNoStack() {
		acquire("blocks the line", false);
		for (int i = 0; i < 100_000; i++) {
			acquire("waiter", false);
		}
		this.queue.free = 100_000;
		this.queue.grant();
		assertThat(this.told).hasSize(100_001);
	}

	@Test
	void endsArePassedOn() {
		this.permits.answered(null);
		this.permits.unanswered(new IllegalStateException("lost"), 3);
		this.permits.unused();
		assertThat(this.queue.ends).containsExactly("answered", "unanswered 3", "unused");
		assertThat(this.permits.inUse()).isEqualTo(42);
	}

	@Test
	void pausesArePassedOn() {
		this.permits.holdBack(Duration.ofSeconds(7));
		assertThat(this.permits.stopped()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void freePermitIsTakenAtOnce() {
		assertThat(this.permits.tryAcquire()).isFalse();
		this.queue.free = 1;
		assertThat(this.permits.tryAcquire()).isTrue();
	}

	@Test
	void whoNeverWaitedCannotCancel() {
		acquire("first", false);
		assertThat(this.permits.cancel(new Named("nobody"))).isFalse();
		assertThat(this.queue.waiting).hasSize(1);
	}

	@Test
	void waiterThatFailsWhenToldDoesNotStopTheLine() {
		PermitWaiter failing = new PermitWaiter() {

			@Override
			protected void granted() {
				throw new IllegalStateException("on purpose");
			}

			@Override
			protected void refused(long leastWaitNanos) {
				throw new IllegalStateException("on purpose");
			}

		};
		this.permits.acquire(failing, OldPermits.FOREVER, false);
		acquire("second", false);
		assertThatIllegalStateException().isThrownBy(this.queue::grant);
		assertThat(this.queue.waiting).hasSize(1);
		this.queue.grant();
		this.permits.acquire(failing, OldPermits.FOREVER, false);
		acquire("fourth", false);
		assertThatIllegalStateException().isThrownBy(() -> this.queue.waiting.remove().refused(1));
		this.queue.grant();
		assertThat(this.told).containsExactly("second granted", "fourth granted");
	}

	@Test
	void budgetThatCannotBeWaitedForSaysSoToEachCaller() {
		for (int i = 0; i < 2; i++) {
			this.queue.onNextAcquire = () -> {
				throw new UnsupportedOperationException("on purpose");
			};
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> acquire("first", false));
		}
		acquire("second", false);
		assertThat(this.queue.waiting).hasSize(1);
	}

	@AfterEach
	void nobodyHoldsTheLock() {
		CompletableFuture.runAsync(() -> this.permits.cancel(new Named("nobody")))
			.orTimeout(20, TimeUnit.SECONDS)
			.join();
	}

	private PermitWaiter acquire(String name, boolean first) {
		PermitWaiter waiter = new Named(name);
		this.permits.acquire(waiter, OldPermits.FOREVER, first);
		return waiter;
	}

	private final class Named extends PermitWaiter {

		private final String name;

		Named(String name) {
			this.name = name;
		}

		@Override
		protected void granted() {
			SingleFileTests.this.told.add(this.name + " granted");
		}

		@Override
		protected void refused(long leastWaitNanos) {
			SingleFileTests.this.told.add(this.name + " refused " + leastWaitNanos);
		}

	}

	/**
	 * A budget that grants when told.
	 */
	private static final class Queue implements OldPermits {

		private final Deque<PermitWaiter> waiting = new ArrayDeque<>();

		private final List<String> ends = new ArrayList<>();

		private Duration pause = Duration.ZERO;

		private int free;

		private int mostFirst;

		private @Nullable Runnable onNextAcquire;

		void grant() {
			this.waiting.remove().granted();
		}

		@Override
		public boolean tryAcquire() {
			boolean granted = this.waiting.isEmpty() && this.free > 0;
			this.free -= granted ? 1 : 0;
			return granted;
		}

		@Override
		public void acquire(PermitWaiter waiter, long timeoutNanos, boolean first) {
			this.mostFirst += first ? 1 : 0;
			Runnable before = this.onNextAcquire;
			if (before != null) {
				this.onNextAcquire = null;
				before.run();
			}
			if (tryAcquire()) {
				waiter.granted();
			}
			else {
				this.waiting.add(waiter);
			}
		}

		@Override
		public boolean cancel(PermitWaiter waiter) {
			return this.waiting.remove(waiter);
		}

		@Override
		public void answered(@Nullable Throwable failure) {
			this.ends.add("answered");
		}

		@Override
		public void unanswered(Throwable failure, long grantedAt) {
			this.ends.add("unanswered " + grantedAt);
		}

		@Override
		public void unused() {
			this.ends.add("unused");
		}

		@Override
		public Duration stopped() {
			return this.pause;
		}

		@Override
		public void holdBack(Duration pause) {
			this.pause = pause;
		}

		@Override
		public int inUse() {
			return 42;
		}

	}

}
