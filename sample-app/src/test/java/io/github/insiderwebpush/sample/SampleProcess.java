package io.github.insiderwebpush.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sample as it runs on its own: in a process with the libraries it has at run time,
 * and with environment variables.
 */
class SampleProcess implements AutoCloseable {

	private static final Pattern TEST_LIBRARY = Pattern
		.compile("/(junit|assertj|spring-test|spring-boot-test|spring-boot-devtools|mockito)[^/]*$|/test-classes/?$");

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final int port;

	SampleProcess(Map<String, String> variables) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
				"-Dspring.aot.enabled=" + Boolean.getBoolean("spring.aot.enabled"), "-cp", runtimeClassPath(),
				SampleApplication.class.getName(), "--server.port=0");
		builder.environment().keySet().removeIf((name) -> name.startsWith("WEBPUSH_"));
		builder.environment().putAll(variables);
		this.process = builder.redirectErrorStream(true).start();
		this.port = awaitPort(this.process.inputReader(StandardCharsets.UTF_8));
	}

	/**
	 * Return the class path without what only tests have.
	 */
	static String runtimeClassPath() {
		String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(path.split(File.pathSeparator))
			.filter((entry) -> !TEST_LIBRARY.matcher(entry).find())
			.collect(Collectors.joining(File.pathSeparator));
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
		throw new IllegalStateException("The sample ended before it served:\n" + seen);
	}

	SampleClient client() {
		return new SampleClient(this.port);
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}
