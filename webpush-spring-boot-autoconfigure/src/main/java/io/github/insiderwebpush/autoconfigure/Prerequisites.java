package io.github.insiderwebpush.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Checks what must be on the class path, with nothing that an older version lacks.
 */
final class Prerequisites {

	private static final int[] OLDEST = { 4, 0, 2 };

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
		String[] parts = version.split("[.-]", -1);
		for (int i = 0; i < OLDEST.length; i++) {
			boolean number = i < parts.length && StringUtils.hasLength(parts[i])
					&& parts[i].chars().allMatch((c) -> c >= '0' && c <= '9');
			int part = number ? Integer.parseInt(parts[i]) : 0;
			if (part > OLDEST[i]) {
				return;
			}
			if (part < OLDEST[i]) {
				throw new InvalidWebPushConfigurationException(
						"The web push client needs Spring Boot 4.0.2 or newer, but this is Spring Boot " + version
								+ ".",
						"Upgrade Spring Boot, at least to 4.0.2 (Spring Framework 7.0.3).");
			}
		}
	}

}
