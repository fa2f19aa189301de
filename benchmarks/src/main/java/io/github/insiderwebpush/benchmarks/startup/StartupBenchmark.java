package io.github.insiderwebpush.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * Counts how many instructions each {@link Variant} executes until it is ready, by
 * Valgrind. Other work on the machine hardly changes the figure: two counts of the same
 * differ by about 0.1%. Compilers choose by time what they compile, therefore all code is
 * interpreted, as most of a start is in any case.
 */
public final class StartupBenchmark {

	private static final double MAX_PERCENT_INJECTED = 3;

	private static final double MAX_PERCENT_UNUSED = 1.5;

	private static final Pattern COUNT = Pattern.compile("I\\s+refs:\\s+([0-9,]+)");

	private static final Pattern CLASSES = Pattern.compile(MinimalApplication.READY + "([0-9]+)");

	private final Goals goals = new Goals();

	private StartupBenchmark() {
	}

	/**
	 * Count all starts, with and without AOT; with {@code --quick} only without.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		boolean quick = List.of(arguments).contains("--quick");
		StartupBenchmark benchmark = new StartupBenchmark();
		benchmark.count("without AOT", Map.of());
		if (!quick) {
			Path folder = Files.createTempDirectory("startup");
			try {
				Map<Variant, Path> generated = new EnumMap<>(Variant.class);
				for (Variant variant : Variant.values()) {
					generated.put(variant, AheadOfTime.process(variant, folder.resolve(variant.name())));
				}
				benchmark.count("with AOT", generated);
			}
			finally {
				FileSystemUtils.deleteRecursively(folder);
			}
		}
		benchmark.goals.printAndExit();
	}

	private void count(String mode, Map<Variant, Path> generated) throws IOException, InterruptedException {
		Map<Variant, Start> starts = new EnumMap<>(Variant.class);
		for (Variant variant : Variant.values()) {
			System.out.println("counting " + mode + ": " + variant.title() + " ...");
			starts.put(variant, start(variant, generated.get(variant)));
		}
		Table table = new Table(mode, "million instructions", "adds", "of the start", "classes", "adds");
		Start plain = of(starts, Variant.PLAIN);
		for (Variant variant : Variant.values()) {
			Start start = of(starts, variant);
			table.row(List.of(variant.title(), text("%.0f", start.instructions()),
					text("%+.0f", start.instructions() - plain.instructions()),
					text("%+.1f%%", percent(starts, variant, Variant.PLAIN)), text("%d", start.classes()),
					text("%+d", start.classes() - plain.classes())));
		}
		System.out.println(table);
		this.goals.atMost(mode + ": percent that an injected client adds to a bare RestClient",
				percent(starts, Variant.INJECTED, Variant.REST_CLIENT), MAX_PERCENT_INJECTED);
		this.goals.atMost(mode + ": percent that an unused starter adds to its libraries",
				percent(starts, Variant.UNUSED, Variant.LIBRARIES), MAX_PERCENT_UNUSED);
	}

	/**
	 * Return what a variant executes more than another, in percent of the minimal start.
	 */
	private static double percent(Map<Variant, Start> starts, Variant variant, Variant than) {
		double more = of(starts, variant).instructions() - of(starts, than).instructions();
		return more / of(starts, Variant.PLAIN).instructions() * 100;
	}

	private static Start of(Map<Variant, Start> starts, Variant variant) {
		return Objects.requireNonNull(starts.get(variant), variant.title());
	}

	private static String text(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	private static Start start(Variant variant, @Nullable Path generated) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("valgrind", "--tool=cachegrind", "--cache-sim=no",
				"--cachegrind-out-file=/dev/null", "--smc-check=all-non-file", "--error-limit=no", java(), "-Xint",
				"-XX:+UseSerialGC", "-Xmx512m", "-XX:-UsePerfData"));
		command.addAll(Variant.settings());
		command.add("-Dspring.aot.enabled=" + (generated != null));
		command.addAll(List.of("-cp", ((generated != null) ? generated + File.pathSeparator : "") + variant.classPath(),
				variant.application()));
		String output = run(command);
		Matcher count = COUNT.matcher(output);
		Matcher classes = CLASSES.matcher(output);
		if (!count.find() || !classes.find()) {
			throw new IllegalStateException(variant.title() + " did not start:\n" + output);
		}
		return new Start(Long.parseLong(count.group(1).replace(",", "")) / 1e6, Integer.parseInt(classes.group(1)));
	}

	private static String run(List<String> command) throws IOException, InterruptedException {
		Process process;
		try {
			process = new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Valgrind is needed to count instructions: install the package 'valgrind'",
					ex);
		}
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output;
	}

	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	/**
	 * One start of an application in a process of its own.
	 *
	 * @param instructions what it executed, in millions
	 * @param classes the number of classes it had loaded when it was ready
	 */
	private record Start(double instructions, int classes) {
	}

}
