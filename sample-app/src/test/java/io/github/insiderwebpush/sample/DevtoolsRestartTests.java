package io.github.insiderwebpush.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.github.insiderwebpush.sample.SampleClient.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link TestSampleApplication} in a process of its own, on a copy of the sample's
 * classes that the test changes.
 */
@Timeout(180)
class DevtoolsRestartTests {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	@TempDir
	private Path classes;

	private Process process;

	private BufferedReader output;

	@BeforeEach
	void start() throws IOException {
		Path compiled = Path.of("target", "classes").toAbsolutePath();
		try (Stream<Path> files = Files.walk(compiled)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path copy = this.classes.resolve(compiled.relativize(file).toString());
				Files.createDirectories(copy.getParent());
				Files.copy(file, copy);
			}
		}
		ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
				classPath(compiled), TestSampleApplication.class.getName(), "--server.port=0",
				"--spring.devtools.restart.poll-interval=200ms", "--spring.devtools.restart.quiet-period=100ms",
				"--spring.devtools.livereload.enabled=false");
		builder.environment().keySet().removeIf((name) -> name.startsWith("WEBPUSH_"));
		this.process = builder.redirectErrorStream(true).start();
		this.output = this.process.inputReader(StandardCharsets.UTF_8);
	}

	@AfterEach
	void end() {
		this.process.destroy();
		this.process.onExit().join();
	}

	@Test
	void sandboxSurvivesARestart() throws IOException {
		SampleClient before = awaitStart();
		String page = json(before.get("/account")).path("sandboxPage").asString();
		assertThat(before.create("Before the restart", "en_GB").statusCode()).isEqualTo(201);
		assertThat(json(before.get("/campaigns")).size()).isEqualTo(1);

		Files.writeString(this.classes.resolve("changed.properties"), "changed=true");

		SampleClient after = awaitStart();
		assertThat(json(after.get("/campaigns")).size()).as("the application is a new one").isZero();
		assertThat(json(after.get("/account")).path("sandboxPage").asString()).isEqualTo(page);
		assertThat(after.create("Before the restart", "en_GB").statusCode()).isEqualTo(409);
		assertThat(after.create("After the restart", "en_GB").statusCode()).isEqualTo(201);
	}

	private SampleClient awaitStart() throws IOException {
		StringBuilder seen = new StringBuilder();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				return new SampleClient(Integer.parseInt(started.group(1)));
			}
			seen.append(line).append('\n');
		}
		throw new IllegalStateException("The sample ended before it served:\n" + seen);
	}

	private String classPath(Path compiled) {
		String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(path.split(File.pathSeparator))
			.map((entry) -> Path.of(entry).equals(compiled) ? this.classes.toString() : entry)
			.collect(Collectors.joining(File.pathSeparator));
	}

}
