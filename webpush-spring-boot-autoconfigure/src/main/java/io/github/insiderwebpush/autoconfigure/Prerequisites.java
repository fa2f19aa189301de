package io.github.insiderwebpush.autoconfigure;

import java.lang.module.ModuleDescriptor.Version;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.util.ClassUtils;

/**
 * Checks what must be on the class path, with nothing that an older version lacks.
 */
final class Prerequisites {

	private static final Version OLDEST = Version.parse("4.0.2");

	private static final String JACKSON = "tools.jackson.databind.json.JsonMapper";

	private Prerequisites() {
	}

	static void check(@Nullable ClassLoader classLoader) {
		checkVersion(SpringBootVersion.getVersion());
		if (!ClassUtils.isPresent(JACKSON, classLoader)) {
			throw new InvalidWebPushConfigurationException(
					"Jackson 3, which the web push client reads and writes JSON with, is not on the class path.", """
							Do not exclude it, or add the dependency:

							<dependency>
							  <groupId>tools.jackson.core</groupId>
							  <artifactId>jackson-databind</artifactId>
							</dependency>""");
		}
	}

	/**
	 * Compare a version by its numbers; a suffix such as {@code -SNAPSHOT} is ignored.
	 */
	static void checkVersion(String version) {
		String numbers = version.split("-", 2)[0];
		if (Version.parse(numbers).compareTo(OLDEST) < 0) {
			throw new InvalidWebPushConfigurationException("The web push client needs Spring Boot " + OLDEST
					+ " or newer, but this is Spring Boot " + version + ".",
					"Upgrade Spring Boot, at least to " + OLDEST + " (Spring Framework 7.0.3).");
		}
	}

}
