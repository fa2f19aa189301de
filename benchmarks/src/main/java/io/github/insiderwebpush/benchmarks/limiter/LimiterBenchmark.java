package io.github.insiderwebpush.benchmarks.limiter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;
import io.github.insiderwebpush.benchmarks.limiter.Client.Feedback;
import io.github.insiderwebpush.benchmarks.limiter.Client.Outcome;
import io.github.insiderwebpush.benchmarks.limiter.Client.Scenario;
import io.github.insiderwebpush.benchmarks.limiter.Client.Shape;
import io.github.insiderwebpush.benchmarks.limiter.Server.Algorithm;

/**
 * How many 429 a client sees, by limiter, by what it has to send, and by how the server
 * counts.
 */
public final class LimiterBenchmark {

	private static final long SEED = 20261123;

	private static final String INTRODUCTION = """
			Limit 30 per 60 s, ten minutes on a virtual clock.
			Latency 0 to 300 ms each way, 5 % of messages delayed further by an exponential 1.5 s.
			Clients: saturating (100 callers without a pause), bursts (45 calls at once every 100 s), Poisson (27 per minute).
			Columns: the mean number of 429 by how the server counts; the most arrivals in any 60 s of any run; how much of the
			limit arrived; how much of it was admitted by the server that admitted least; the mean wait for a permit.""";

	private static final Entrant OURS = ours("ours, default (burst 5)", 30, 5);

	private final int runs;

	private final ExecutorService executor;

	private final Goals goals = new Goals();

	private LimiterBenchmark(int runs, ExecutorService executor) {
		this.runs = runs;
		this.executor = executor;
	}

	public static void main(String[] arguments) throws ExecutionException, InterruptedException {
		int runs = List.of(arguments).contains("--quick") ? 40 : 200;
		ExecutorService executor = Executors.newFixedThreadPool(2);
		LimiterBenchmark benchmark = new LimiterBenchmark(runs, executor);
		try {
			benchmark.run();
		}
		finally {
			executor.shutdown();
		}
		benchmark.goals.printAndExit();
	}

	private void run() throws ExecutionException, InterruptedException {
		System.out.println(INTRODUCTION);
		System.out.printf("%d runs each, seeds %d to %d.%n%n", this.runs, SEED, SEED + this.runs - 1);
		for (Shape shape : Shape.values()) {
			withoutFeedback(shape);
		}
		for (Shape shape : Shape.values()) {
			withFeedback(shape);
		}
		restarts();
		others();
	}

	private void withoutFeedback(Shape shape) throws ExecutionException, InterruptedException {
		Table table = Result.table();
		for (Entrant entrant : entrants()) {
			Result result = measure(new Scenario(entrant.start(), shape, Feedback.NONE));
			table.row(result.row(entrant.name(), shape));
			if (entrant.equals(OURS)) {
				judge(shape.title(), result);
				if (shape == Shape.SATURATING) {
					this.goals.atLeast(shape.title() + ", percent of the limit used", result.used() * 100, 97);
				}
			}
		}
		print("Client: " + shape.title() + ". A 429 is ignored.", table);
	}

	private void withFeedback(Shape shape) throws ExecutionException, InterruptedException {
		Table table = Result.table();
		for (Feedback feedback : List.of(Feedback.WITHOUT_RETRY_AFTER, Feedback.WITH_RETRY_AFTER)) {
			String how = (feedback == Feedback.WITH_RETRY_AFTER) ? ", Retry-After" : "";
			for (Entrant entrant : entrantsWithFeedback(feedback)) {
				Result result = measure(new Scenario(entrant.start(), shape, feedback));
				table.row(result.row(entrant.name() + how, shape));
				if (entrant.equals(OURS)) {
					String what = shape.title() + ", with feedback" + how;
					judge(what, result);
					this.goals.atMost(what + ", 429 of the sliding counter",
							result.throttled(Algorithm.SLIDING_COUNTER), 8);
				}
			}
		}
		print("Client: " + shape.title() + ". A 429 is fed back, and the call is sent again.", table);
	}

	private void restarts() throws ExecutionException, InterruptedException {
		Table table = Result.table();
		for (Entrant entrant : entrants()) {
			Result result = measure(new Scenario(entrant.start(), Shape.SATURATING, Feedback.NONE, true, 0));
			table.row(result.row(entrant.name(), Shape.SATURATING));
		}
		for (Feedback feedback : List.of(Feedback.WITHOUT_RETRY_AFTER, Feedback.WITH_RETRY_AFTER)) {
			Scenario scenario = new Scenario(OURS.start(), Shape.SATURATING, feedback, true, 0);
			table.row(measure(scenario).row(OURS.name() + ", " + feedback.title(), Shape.SATURATING));
		}
		print("Client: saturating. It is restarted once, and its limiter forgets (not judged).", table);
	}

	private void others() throws ExecutionException, InterruptedException {
		Table table = Result.table();
		Map<Feedback, Result> ours = new EnumMap<>(Feedback.class);
		for (Entrant entrant : entrants()) {
			for (Feedback feedback : entrant.equals(OURS) ? Feedback.values() : new Feedback[] { Feedback.NONE }) {
				Result result = measure(new Scenario(entrant.start(), Shape.SATURATING, feedback, false, 10));
				table.row(result.row(entrant.name() + ", " + feedback.title(), Shape.SATURATING));
				if (entrant.equals(OURS)) {
					ours.put(feedback, result);
				}
			}
		}
		this.goals.atMost("another client sends too, percent of the 429 left when fed back",
				100 * throttled(ours, Feedback.WITHOUT_RETRY_AFTER) / throttled(ours, Feedback.NONE), 50);
		print("Client: saturating. Another client sends 10 per minute with the same key.", table);
	}

	private static double throttled(Map<Feedback, Result> results, Feedback feedback) {
		return Objects.requireNonNull(results.get(feedback)).throttled();
	}

	private static List<Entrant> entrants() {
		return List.of(
				new Entrant("Resilience4j 30/60 s, atomic",
						(time) -> Contenders.resilience4j(30, Duration.ofMinutes(1), false, time)),
				new Entrant("Resilience4j 30/60 s, semaphore", Contenders::resilience4jSemaphore),
				new Entrant("Resilience4j 1/2 s",
						(time) -> Contenders.resilience4j(1, Duration.ofSeconds(2), false, time)),
				new Entrant("Bucket4j intervally 30/60 s", Contenders::bucket4jIntervally),
				new Entrant("Bucket4j greedy 30/60 s", Contenders::bucket4jGreedy),
				new Entrant("Guava 0.5/s", Contenders::guava), ours("ours, full burst", 30, 30), OURS,
				ours("ours, even (burst 1)", 30, 1), ours("ours, even, limit 29", 29, 1));
	}

	private static List<Entrant> entrantsWithFeedback(Feedback feedback) {
		List<Entrant> entrants = new ArrayList<>();
		if (feedback == Feedback.WITHOUT_RETRY_AFTER) {
			for (boolean drained : new boolean[] { false, true }) {
				String how = drained ? ", drained" : "";
				entrants.add(new Entrant("Resilience4j 30/60 s" + how,
						(time) -> Contenders.resilience4j(30, Duration.ofMinutes(1), drained, time)));
				entrants.add(new Entrant("Resilience4j 1/2 s" + how,
						(time) -> Contenders.resilience4j(1, Duration.ofSeconds(2), drained, time)));
			}
			entrants.add(new Entrant("Bucket4j greedy 30/60 s, emptied", Contenders::bucket4jGreedy));
		}
		entrants.add(new Entrant("Resilience4j 30/60 s as our bean", Contenders::resilience4jInOurPlace));
		entrants.add(ours("ours, full burst", 30, 30));
		entrants.add(OURS);
		entrants.add(ours("ours, even (burst 1)", 30, 1));
		return entrants;
	}

	private static Entrant ours(String name, int limit, int burst) {
		return new Entrant(name, (time) -> Contenders.ours(limit, burst, time));
	}

	private void judge(String what, Result result) {
		this.goals.atMost(what + ", most arrivals in any 60 s", result.most(), 30);
		double refused = result.throttled(Algorithm.FIXED_WINDOW) + result.throttled(Algorithm.SLIDING_LOG)
				+ result.throttled(Algorithm.TOKEN_BUCKET);
		this.goals.atMost(what + ", 429 of fixed window, sliding log and token bucket 30", refused, 0);
	}

	private Result measure(Scenario scenario) throws ExecutionException, InterruptedException {
		Map<Algorithm, Outcome> means = new EnumMap<>(Algorithm.class);
		for (Algorithm algorithm : Algorithm.values()) {
			List<Future<Outcome>> futures = IntStream.range(0, this.runs)
				.mapToObj((run) -> this.executor.submit(() -> Client.simulate(scenario, algorithm, SEED + run)))
				.toList();
			List<Outcome> outcomes = new ArrayList<>();
			for (Future<Outcome> future : futures) {
				outcomes.add(future.get());
			}
			means.put(algorithm, Outcome.mean(outcomes));
		}
		return new Result(means);
	}

	private static void print(String title, Table table) {
		System.out.println(title + "\n");
		System.out.println(table);
	}

	/**
	 * A row of a table.
	 *
	 * @param outcomes the mean of all runs, by how the server counts
	 */
	private record Result(Map<Algorithm, Outcome> outcomes) {

		static Table table() {
			return new Table(Stream
				.of(Stream.of("limiter"), Stream.of(Algorithm.values()).map(Algorithm::title),
						Stream.of("most in 60 s", "used", "admitted", "wait"))
				.flatMap((headings) -> headings)
				.toArray(String[]::new));
		}

		double throttled(Algorithm algorithm) {
			return Objects.requireNonNull(this.outcomes.get(algorithm)).throttled();
		}

		double throttled() {
			return overall().throttled();
		}

		int most() {
			return overall().most();
		}

		double used() {
			return overall().used();
		}

		private Outcome overall() {
			return Outcome.mean(List.copyOf(this.outcomes.values()));
		}

		List<String> row(String name, Shape shape) {
			List<String> cells = new ArrayList<>();
			cells.add(name);
			for (Outcome outcome : this.outcomes.values()) {
				cells.add(number((outcome.throttled() == 0) ? "%.0f" : "%.2f", outcome.throttled()));
			}
			cells.add(Integer.toString(most()));
			cells.add(number("%.1f %%", used() * 100));
			double admitted = this.outcomes.values().stream().mapToDouble(Outcome::admitted).min().orElse(0);
			cells.add(number("%.1f %%", admitted * 100));
			cells.add((shape == Shape.SATURATING) ? "-" : number("%.1f s", overall().waited()));
			return cells;
		}

		private static String number(String format, double value) {
			return String.format(Locale.ROOT, format, value);
		}

	}

	private record Entrant(String name, Function<VirtualTime, Contenders.Contender> start) {
	}

}
