package io.github.insiderwebpush.console;

import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How a test starts another JVM.
 */
final class Processes {

	private Processes() {
	}

	static String java() {
		return ProcessHandle.current().info().command().orElse("java");
	}

	static String classPath() {
		String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(path.split(File.pathSeparator)).collect(Collectors.joining(File.pathSeparator));
	}

}
