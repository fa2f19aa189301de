package io.github.insiderwebpush.console.web;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Users by where they are configured.
 */
class AccessTests {

	private static final String PASSWORD = "{bcrypt}$2y$10$" + "a".repeat(53);

	@Test
	void usersComeFromPropertiesAndFromTheEnvironment() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("CONSOLE_USERS_EDITOR_PASSWORD", PASSWORD)));
		environment.getPropertySources()
			.addLast(new MapPropertySource("file", Map.of("console.users[jane@shop.example].password", PASSWORD,
					"console.users.Marketing-2.password", PASSWORD, "console.figures.budget-share", "0.5")));
		ConfigurationPropertySources.attach(environment);
		Access access = new Access(new ServerProperties(), environment);
		assertThat(access.needsLogin()).isTrue();
		for (String name : new String[] { "editor", "jane@shop.example", "Marketing-2" }) {
			assertThat(access.loadUserByUsername(name).getPassword()).isEqualTo(PASSWORD);
		}
		assertThatExceptionOfType(UsernameNotFoundException.class).isThrownBy(() -> access.loadUserByUsername("local"));
	}

	@Test
	void keyOfTheCookieChangesWithAPassword() {
		assertThat(key(PASSWORD)).isEqualTo(key(PASSWORD)).isNotEqualTo(key(PASSWORD.replace("aaa", "bbb")));
	}

	private static String key(String password) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("file", Map.of("console.users.editor.password", password)));
		return new Access(new ServerProperties(), environment).cookieKey();
	}

}
