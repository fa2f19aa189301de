package io.github.insiderwebpush.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What one operation costs: the lower quartile of many short iterations, because whatever
 * else the machine has to do only ever adds to it.
 */
public final class Cost {

	private final ListStatistics time = new ListStatistics();

	private final ListStatistics bytes = new ListStatistics();

	private Cost() {
	}

	/**
	 * Measure in rounds, each with a JVM for every benchmark, so that whatever else the
	 * machine has to do meets them all alike.
	 * @param options what to run, and how long the iterations of a round are
	 * @return the costs by the name of the method
	 */
	public static Map<String, Cost> measure(ChainedOptionsBuilder options, int rounds) throws RunnerException {
		options.forks(1).addProfiler(GCProfiler.class).shouldFailOnError(true);
		Map<String, Cost> costs = new LinkedHashMap<>();
		for (int round = 0; round < rounds; round++) {
			for (RunResult result : new Runner(options.build()).run()) {
				for (IterationResult iteration : iterations(result)) {
					Result<?> time = iteration.getPrimaryResult();
					Result<?> memory = iteration.getSecondaryResults().get("gc.alloc.rate.norm");
					costs.computeIfAbsent(time.getLabel(), (name) -> new Cost())
						.add(time.getScore(), Objects.requireNonNull(memory).getScore());
				}
			}
		}
		return costs;
	}

	/**
	 * Set iterations so short that a disturbance spoils only a few.
	 */
	public static ChainedOptionsBuilder iterations(ChainedOptionsBuilder options, int warmups, int measured,
			long millis) {
		return options.warmupIterations(warmups)
			.warmupTime(TimeValue.milliseconds(millis))
			.measurementIterations(measured)
			.measurementTime(TimeValue.milliseconds(millis));
	}

	private static List<IterationResult> iterations(RunResult result) {
		return result.getBenchmarkResults().stream().flatMap((fork) -> fork.getIterationResults().stream()).toList();
	}

	private void add(double time, double bytes) {
		this.time.addValue(time);
		this.bytes.addValue(bytes);
	}

	/**
	 * Return the lower quartile of the time, in the benchmark's unit.
	 */
	public double time() {
		return this.time.getPercentile(25);
	}

	public double leastTime() {
		return this.time.getMin();
	}

	public double medianTime() {
		return this.time.getPercentile(50);
	}

	/**
	 * Return the median of the bytes allocated, by all threads.
	 */
	public double bytes() {
		return this.bytes.getPercentile(50);
	}

}
