package io.github.insiderwebpush.benchmarks.startup;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One start of an application in a process of its own.
 *
 * @param millis from before there was a process until the application was ready
 * @param processorMillis for how long it had kept processors busy by then, which other
 * work on the machine disturbs least
 * @param classes how many classes it had loaded by then
 */
record Start(double millis, double processorMillis, double classes) {

	/**
	 * Start a variant and wait until it is ready.
	 * @param variant the variant
	 * @param generated where what was generated ahead of time is, {@code null} to start
	 * without
	 */
	static Start of(Variant variant, @Nullable Path generated) throws IOException, InterruptedException {
		long begin = System.nanoTime();
		Process process = new ProcessBuilder(command(variant, generated)).redirectErrorStream(true).start();
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			StringBuilder seen = new StringBuilder();
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(MinimalApplication.READY)) {
					double millis = (System.nanoTime() - begin) / 1e6;
					process.waitFor();
					String[] figures = line.substring(MinimalApplication.READY.length()).strip().split(" ", -1);
					return new Start(millis, Double.parseDouble(figures[1]), Double.parseDouble(figures[0]));
				}
				seen.append(line).append('\n');
			}
			throw new IllegalStateException(variant.title() + " did not start:\n" + seen);
		}
	}

	static List<String> command(Variant variant, @Nullable Path generated, String... options) throws IOException {
		List<String> command = new ArrayList<>(List.of(java()));
		command.addAll(List.of(options));
		command.addAll(Variant.settings());
		command.add("-Dspring.aot.enabled=" + (generated != null));
		command.addAll(List.of("-cp", ((generated != null) ? generated + File.pathSeparator : "") + variant.classPath(),
				variant.application()));
		return command;
	}

	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

}
