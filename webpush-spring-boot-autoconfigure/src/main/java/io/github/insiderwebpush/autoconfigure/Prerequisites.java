package io.github.insiderwebpush.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Checks what must be on the class path.
 */
final class Prerequisites {

	private static final String JACKSON = "tools.jackson.databind.json.JsonMapper";

	private Prerequisites() {
	}

	static void check(@Nullable ClassLoader classLoader) {
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

}
