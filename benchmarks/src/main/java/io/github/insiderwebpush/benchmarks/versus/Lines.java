package io.github.insiderwebpush.benchmarks.versus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts the lines that a team writes: neither empty ones, nor comments, nor the package
 * and its imports.
 */
final class Lines {

	private static final Path SOURCES = Path.of("benchmarks/src/main/java/io/github/insiderwebpush/benchmarks/versus");

	private Lines() {
	}

	/**
	 * Count the lines of a team. Those without the starter also write the vendor's
	 * bodies.
	 */
	static int of(Team team) {
		int own = of(SOURCES.resolve(team.folder()));
		return (team == Team.STARTER) ? own : own + of(SOURCES.resolve("VendorApi.java"));
	}

	private static int of(Path path) {
		try (Stream<Path> files = Files.walk(path)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> !file.endsWith("package-info.java"))
				.mapToInt(Lines::inFile)
				.sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The sources are not at " + path.toAbsolutePath(), ex);
		}
	}

	private static int inFile(Path file) {
		try {
			List<String> lines = Files.readAllLines(file);
			return (int) lines.stream().map(String::strip).filter(Lines::counts).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean counts(String line) {
		return !line.isEmpty() && !line.startsWith("import ") && !line.startsWith("package ") && !line.startsWith("/*")
				&& !line.startsWith("*") && !line.startsWith("//");
	}

}
