package io.github.insiderwebpush.benchmarks.startup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How many instructions a processor executes until an application is ready, counted by
 * Valgrind. Other work on the machine hardly changes the figure: two counts of the same
 * differ by about 0.1 %. So that compilers, which choose by time, do not either, all code
 * is interpreted, as most of a start is in any case.
 */
final class Instructions {

	private static final Pattern COUNT = Pattern.compile("I\\s+refs:\\s+([0-9,]+)");

	private Instructions() {
	}

	/**
	 * Count the instructions, in millions, that one start takes.
	 * @param variant the variant
	 * @param generated where what was generated ahead of time is, {@code null} to start
	 * without
	 */
	static double of(Variant variant, @Nullable Path generated) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("valgrind", "--tool=cachegrind", "--cache-sim=no",
				"--cachegrind-out-file=/dev/null", "--smc-check=all-non-file", "--error-limit=no"));
		command.addAll(Start.command(variant, generated, "-Xint", "-XX:+UseSerialGC", "-Xmx512m", "-XX:-UsePerfData"));
		String output = run(command);
		Matcher count = COUNT.matcher(output);
		if (!output.contains(MinimalApplication.READY) || !count.find()) {
			throw new IllegalStateException(variant.title() + " did not start:\n" + output);
		}
		return Long.parseLong(count.group(1).replace(",", "")) / 1e6;
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

}
