package io.github.insiderwebpush.test;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sample application runs on the sandbox without a test library.
 */
class WithoutTestLibrariesTests {

	private static final Pattern TEST_LIBRARY = Pattern
		.compile("(junit|assertj|spring-test|spring-boot-test|mockito|test-classes)[^/]*/?[^/]*$");

	@Test
	void sandboxRunsWithoutSpringTestJUnitAndAssertJ() throws Exception {
		try (URLClassLoader bare = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			assertThat(bare.getResource("org/junit/jupiter/api/Test.class")).isNull();
			assertThat(bare.getResource("org/assertj/core/api/Assertions.class")).isNull();
			assertThat(bare.getResource("org/springframework/test/context/TestContext.class")).isNull();
			Class<?> type = bare.loadClass(WebPushSandbox.class.getName());
			try (AutoCloseable sandbox = (AutoCloseable) type.getMethod("start").invoke(null)) {
				Object details = type.getMethod("connectionDetails").invoke(sandbox);
				assertThat(details.toString()).startsWith("SandboxConnectionDetails[http://127.0.0.1:");
			}
		}
	}

	/**
	 * A second copy would be a split package on the module path. WireMock has one; it is
	 * a dependency of this module's tests alone, for a recipe.
	 */
	@Test
	void noDependencyOfTheSandboxHasItsOwnCopyOfJspecify() throws Exception {
		assertThat(
				Collections.list(getClass().getClassLoader().getResources("org/jspecify/annotations/Nullable.class")))
			.filteredOn((copy) -> !copy.toString().contains("/wiremock-standalone-"))
			.hasSize(1);
		assertThat(Files.readString(Path.of("pom.xml")))
			.containsPattern("<artifactId>wiremock-standalone</artifactId>\\s*<scope>test</scope>");
	}

	private static URL[] classPath() {
		String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(path.split(File.pathSeparator))
			.filter((entry) -> !TEST_LIBRARY.matcher(entry).find())
			.map(WithoutTestLibrariesTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(String entry) {
		try {
			return new File(entry).toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
