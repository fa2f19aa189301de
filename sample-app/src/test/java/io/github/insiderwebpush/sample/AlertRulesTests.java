package io.github.insiderwebpush.sample;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The alert rules, read by Prometheus' own tool where it is installed.
 */
class AlertRulesTests {

	private static final Path RULES = ObservabilityFiles.DOCS.resolve("observability/alerts.yaml");

	@Test
	void promtoolReadsThem() throws Exception {
		assumeTrue(isInstalled("promtool"),
				"promtool is not on the PATH (Debian: package 'prometheus'): the alert rules are not checked");
		Process check = new ProcessBuilder("promtool", "check", "rules", RULES.toString()).redirectErrorStream(true)
			.start();
		String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(check.waitFor()).as(output).isZero();
		assertThat(output).contains("SUCCESS: 3 rules found");
	}

	private static boolean isInstalled(String program) {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.anyMatch((folder) -> new File(folder, program).canExecute());
	}

}
