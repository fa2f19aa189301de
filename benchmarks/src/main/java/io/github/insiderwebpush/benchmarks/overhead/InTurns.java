package io.github.insiderwebpush.benchmarks.overhead;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A call with a bare {@code RestClient} and one with the starter in turns, for their
 * ratio; each is as often the first as the second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class InTurns {

	private final OneCall calls = new OneCall();

	@TearDown
	public void stop() {
		this.calls.stop();
	}

	@Benchmark
	public void inTurns(Nanos nanos, Blackhole blackhole) {
		bareRestClient(nanos, blackhole);
		starter(nanos, blackhole);
		starter(nanos, blackhole);
		bareRestClient(nanos, blackhole);
	}

	private void bareRestClient(Nanos nanos, Blackhole blackhole) {
		long start = System.nanoTime();
		blackhole.consume(this.calls.bareRestClient());
		nanos.bareRestClient += System.nanoTime() - start;
	}

	private void starter(Nanos nanos, Blackhole blackhole) {
		long start = System.nanoTime();
		blackhole.consume(this.calls.starter());
		nanos.starter += System.nanoTime() - start;
	}

	/**
	 * How long the calls of each took in all.
	 */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Nanos {

		public long bareRestClient;

		public long starter;

	}

}
