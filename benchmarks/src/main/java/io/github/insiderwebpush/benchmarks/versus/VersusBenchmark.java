package io.github.insiderwebpush.benchmarks.versus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
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

import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;
import io.github.insiderwebpush.test.BudgetAlgorithm;

/**
 * The same jobs by every team, against servers of the same kind, in the same run.
 */
public final class VersusBenchmark {

	private static final double TIMES_IDEAL = 1.05;

	private static final int WARM_UP = 20;

	private static final long SEED = 20261123;

	private static final Path SOURCES = Path.of("benchmarks/src/main/java/io/github/insiderwebpush/benchmarks/versus");

	private final Goals goals = new Goals();

	private final boolean quick;

	private VersusBenchmark(boolean quick) {
		this.quick = quick;
	}

	public static void main(String[] arguments) throws Exception {
		VersusBenchmark benchmark = new VersusBenchmark(List.of(arguments).contains("--quick"));
		progress("warming up");
		all(new BudgetJob(BudgetAlgorithm.ROLLING_WINDOW, Duration.ofSeconds(2), WARM_UP)::run);
		StringBuilder tables = new StringBuilder();
		for (BudgetAlgorithm algorithm : BudgetAlgorithm.values()) {
			tables.append(benchmark.budget(algorithm)).append('\n');
		}
		tables.append(benchmark.faults()).append('\n').append(lines());
		System.out.println();
		System.out.println(tables);
		benchmark.goals.printAndExit();
	}

	private Table budget(BudgetAlgorithm algorithm) throws Exception {
		BudgetJob job = this.quick ? new BudgetJob(algorithm, Duration.ofSeconds(3), 120)
				: new BudgetJob(algorithm, Duration.ofSeconds(6), 300);
		String server = algorithm.name().toLowerCase(Locale.ROOT).replace('_', ' ');
		progress("creating %d campaigns, 30 in %d s, %s".formatted(job.campaigns(), job.period().toSeconds(), server));
		Map<Team, BudgetJob.Result> results = all(job::run);
		Table table = new Table(job.campaigns() + " creates, server with a " + server, "created", "answers 429",
				"unexplained errors", "times the ideal time");
		results.forEach((team, result) -> table.row(List.of(team.title(), "" + result.completed(),
				"" + result.throttled(), "" + result.unexplained(), number(result.timesIdeal()))));
		judge(algorithm, server, job, Objects.requireNonNull(results.get(Team.STARTER)));
		return table;
	}

	private void judge(BudgetAlgorithm algorithm, String server, BudgetJob job, BudgetJob.Result ours) {
		if (algorithm != BudgetAlgorithm.SLIDING_COUNTER) {
			this.goals.atMost(server + ", answers 429", (double) ours.throttled(), 0);
			this.goals.atMost(server + ", times the ideal time", ours.timesIdeal(), TIMES_IDEAL);
		}
		this.goals.atLeast(server + ", created", ours.completed(), job.campaigns());
	}

	private Table faults() throws Exception {
		FaultJob job = this.quick ? new FaultJob(SEED, 200, 100) : new FaultJob(SEED, 1000, 100);
		progress("creating %d campaigns and launching %d of them while the server fails, seed %d"
			.formatted(job.campaigns(), job.launches(), SEED));
		Map<Team, FaultJob.Result> results = all(job::run);
		Table table = new Table("with 10 % faults: " + job.campaigns() + " creates, " + job.launches() + " launches",
				"created", "unclear", "there, untold", "not there", "launched", "unclear", "gone, untold", "not gone",
				"launched twice");
		results.forEach((team,
				result) -> table.row(List.of(team.title(), "" + result.created(), "" + result.createdUnclear(),
						"" + result.createdUnknown(), "" + result.notCreated(), "" + result.launched(),
						"" + result.launchedUnclear(), "" + result.launchedUnknown(), "" + result.notLaunched(),
						"" + result.launchedTwice())));
		FaultJob.Result ours = Objects.requireNonNull(results.get(Team.STARTER));
		this.goals.atMost("faults, launched twice", ours.launchedTwice(), 0);
		this.goals.atMost("faults, campaigns there that the caller was not told of", ours.createdUnknown(), 0);
		this.goals.atMost("faults, launches gone that the caller was not told of", ours.launchedUnknown(), 0);
		this.goals.atMost("faults, campaigns lost", ours.notCreated(), 0);
		this.goals.atMost("faults, launches lost", ours.notLaunched(), 0);
		return table;
	}

	/**
	 * Lines that are neither empty nor comment nor package nor import. Teams without the
	 * starter also write the bodies of the API.
	 */
	private static long lines(Team team) throws IOException {
		long own = lines(team.source());
		return (team == Team.STARTER) ? own : own + lines("VendorApi.java");
	}

	private static long lines(String source) throws IOException {
		return Files.readAllLines(SOURCES.resolve(source))
			.stream()
			.filter((line) -> !line.isBlank() && !line.strip().matches("(import |package |/\\*|\\*|//).*"))
			.count();
	}

	private static Table lines() throws IOException {
		Table table = new Table("code for it", "lines");
		for (Team team : Team.values()) {
			table.row(List.of(team.title(), "" + lines(team)));
		}
		return table;
	}

	/**
	 * Run a job for all teams at the same time, each against a server of its own.
	 */
	private static <R> Map<Team, R> all(Function<Team, R> job) throws InterruptedException, ExecutionException {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			Map<Team, Future<R>> running = new EnumMap<>(Team.class);
			for (Team team : Team.values()) {
				running.put(team, threads.submit(() -> job.apply(team)));
			}
			Map<Team, R> results = new EnumMap<>(Team.class);
			for (Map.Entry<Team, Future<R>> entry : running.entrySet()) {
				results.put(entry.getKey(), entry.getValue().get());
			}
			return results;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void progress(String what) {
		System.out
			.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + "  " + what + " ...");
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%.3f", value);
	}

}
