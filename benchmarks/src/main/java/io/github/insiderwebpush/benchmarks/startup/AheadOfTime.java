package io.github.insiderwebpush.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Processes an application ahead of time, as the build plugins of Spring Boot do.
 */
final class AheadOfTime {

	private AheadOfTime() {
	}

	/**
	 * Process a variant.
	 * @return the folder with the generated classes and resources
	 */
	static Path process(Variant variant, Path folder) throws IOException, InterruptedException {
		Path sources = Files.createDirectories(folder.resolve("sources"));
		Path classes = Files.createDirectories(folder.resolve("classes"));
		List<String> command = new ArrayList<>(List.of(StartupBenchmark.java()));
		command.addAll(Variant.settings());
		command.addAll(List.of("-cp", variant.classPath(), "org.springframework.boot.SpringApplicationAotProcessor",
				variant.application(), sources.toString(), classes.toString(), classes.toString(), "benchmarks",
				variant.name()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(variant.title() + " could not be processed ahead of time:\n" + output);
		}
		compile(sources, classes, variant.classPath());
		return classes;
	}

	private static void compile(Path sources, Path classes, String classPath) throws IOException {
		List<Path> files;
		try (Stream<Path> all = Files.walk(sources)) {
			files = all.filter((file) -> file.toString().endsWith(".java")).toList();
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter output = new StringWriter();
		try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-d", classes.toString(), "-proc:none", "-nowarn", "-classpath",
					classes + File.pathSeparator + classPath);
			if (!compiler.getTask(output, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
				.call()) {
				throw new IllegalStateException("The generated sources do not compile:\n" + output);
			}
		}
	}

}
