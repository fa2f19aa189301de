package io.github.insiderwebpush.benchmarks.overhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.benchmarks.Cost;
import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Ratios;
import io.github.insiderwebpush.benchmarks.Table;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link OneCall}, and {@link InTurns} for the ratio, against a {@link TinyServer}.
 */
public final class OverheadBenchmark {

	private static final double TIMES_THE_TIME = 1.10;

	private static final double TIMES_THE_MEMORY = 1.25;

	private OverheadBenchmark() {
	}

	public static void main(String[] arguments) throws IOException, RunnerException {
		boolean quick = List.of(arguments).contains("--quick");
		Process server = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
				System.getProperty("java.class.path"), TinyServer.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		Map<String, Cost> costs;
		Ratios ratios;
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
			String port = "-D" + OneCall.PORT + "=" + output.readLine();
			costs = Cost.measure(options(OneCall.class, port, 20), quick ? 1 : 2);
			ratios = Ratios.measure(options(InTurns.class, port, 50).forks(quick ? 1 : 4).build(), "bareRestClient");
		}
		finally {
			server.destroy();
		}
		Cost bare = Objects.requireNonNull(costs.get("bareRestClient"));
		Cost starter = Objects.requireNonNull(costs.get("starter"));
		Table table = new Table("one create, on JDK " + Runtime.version().feature(), "time, lower quartile",
				"least, median", "allocated", "time in turns (quartiles)", "memory");
		row(table, "bare RestClient", bare, bare, "");
		row(table, "starter", starter, bare, ratios.text("starter"));
		System.out.println();
		System.out.println(table);
		Goals goals = new Goals();
		goals.atMost("time of a bare RestClient's call", ratios.median("starter"), TIMES_THE_TIME);
		goals.atMost("memory of a bare RestClient's call", starter.bytes() / bare.bytes(), TIMES_THE_MEMORY);
		goals.printAndExit();
	}

	private static ChainedOptionsBuilder options(Class<?> benchmarks, String port, int measured) {
		// A slow machine takes ten seconds until all of a call is compiled.
		return Cost.iterations(new OptionsBuilder(), 40, measured, 300)
			.include(benchmarks.getName().replace(".", "\\.") + "\\..*")
			.shouldFailOnError(true)
			.jvmArgsAppend(port);
	}

	private static void row(Table table, String title, Cost cost, Cost bare, String ratio) {
		table.row(List.of(title, text("%.1f µs", cost.time()), text("%.1f, %.1f", cost.leastTime(), cost.medianTime()),
				text("%.0f B", cost.bytes()), ratio, text("x %.2f", cost.bytes() / bare.bytes())));
	}

	private static String text(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
