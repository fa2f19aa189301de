package io.github.insiderwebpush.benchmarks.acquire;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The limiters that are judged, in turns of about a tenth of a millisecond, for their
 * ratio: a machine that is shared runs the same code a quarter slower for seconds, which
 * then meets all of them alike.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class InTurns {

	private static final int A_TURN = 1_000;

	private final FreePermits permits = new FreePermits();

	@Benchmark
	public void inTurns(Nanos nanos) {
		long start = System.nanoTime();
		for (int i = 0; i < A_TURN; i++) {
			this.permits.oursByHandle();
		}
		long byHandle = System.nanoTime();
		for (int i = 0; i < A_TURN; i++) {
			this.permits.oursByResilience4j();
		}
		long byResilience4j = System.nanoTime();
		for (int i = 0; i < A_TURN; i++) {
			this.permits.resilience4j();
		}
		nanos.oursByHandle += byHandle - start;
		nanos.oursByResilience4j += byResilience4j - byHandle;
		nanos.resilience4j += System.nanoTime() - byResilience4j;
	}

	/**
	 * How long the turns of each took in all.
	 */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Nanos {

		public long oursByHandle;

		public long oursByResilience4j;

		public long resilience4j;

	}

}
