package io.github.insiderwebpush.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A console in a process of its own, which can be killed.
 */
final class ConsoleProcess implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final ConsoleClient client;

	ConsoleProcess(Path folder, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Processes.java(), "-Xmx256m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-cp", Processes.classPath(), ConsoleApplication.class.getName(),
				"--server.port=0", "--spring.main.banner-mode=off"));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("WEBPUSH_"));
		this.process = builder.start();
		BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8);
		this.client = new ConsoleClient(URI.create("http://127.0.0.1:" + awaitPort(output)));
		Thread reader = new Thread(() -> drain(output), "output of a console");
		reader.setDaemon(true);
		reader.start();
	}

	private static int awaitPort(BufferedReader output) throws IOException {
		StringBuilder seen = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				return Integer.parseInt(started.group(1));
			}
			seen.append(line).append('\n');
		}
		throw new IllegalStateException("The console ended before it served:\n" + seen);
	}

	/**
	 * A process whose output is not read stands still.
	 */
	private static void drain(BufferedReader output) {
		try {
			output.lines().filter((line) -> line.contains(" ERROR ")).forEach(System.out::println);
		}
		catch (UncheckedIOException ex) {
			// The process was killed while it wrote.
			return;
		}
	}

	ConsoleClient client() {
		return this.client;
	}

	/**
	 * Kill it as {@code kill -9} does, at once and without a word to it.
	 */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		kill();
	}

}
