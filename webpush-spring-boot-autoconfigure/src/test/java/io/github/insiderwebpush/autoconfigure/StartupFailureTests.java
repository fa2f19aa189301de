package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.client.WebPushTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	@Test
	void withoutTokenAndPartnerIdTheMessageNamesBothAndShowsTheLinesToAdd(CapturedOutput output) {
		assertFails(InjectingApplication.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'webpush.token': is not set or empty")
			.contains("'webpush.partner-id': is not set or empty")
			.contains("webpush:")
			.contains("  token: ${WEBPUSH_TOKEN}")
			.contains("  partner-id: ${WEBPUSH_PARTNER_ID}")
			.contains("InOne Settings > Integration Settings")
			.contains("InOne Settings > Account Settings");
	}

	@Test
	void withoutPartnerIdTheMessageNamesOnlyThat(CapturedOutput output) {
		assertFails(InjectingApplication.class, "webpush.token=secret-value");
		assertThat(output).contains("'webpush.partner-id'", ": is not set or empty")
			.doesNotContain("'webpush.token'")
			.doesNotContain("secret-value");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "\t" })
	void blankTokenFailsStartup(String token, CapturedOutput output) {
		assertFails(InjectingApplication.class, "webpush.token=" + token, "webpush.partner-id=10012345");
		assertThat(output).containsPattern("'webpush.token' .*: is not set or empty");
	}

	@ParameterizedTest
	@CsvSource({ "${WEBPUSH_NO_SUCH_TOKEN}, 10012345, webpush.token, WEBPUSH_NO_SUCH_TOKEN",
			"secret-value, ${webpush.no-such.id}, webpush.partner-id, webpush.no-such.id" })
	void placeholderThatNothingResolvesIsNotSentAsAToken(String token, String partnerId, String property, String name,
			CapturedOutput output) {
		assertFails(InjectingApplication.class, "webpush.token=" + token, "webpush.partner-id=" + partnerId);
		assertThat(output).contains("contains the placeholder ${" + name + "}")
			.contains("Set the environment variable or property " + name)
			.doesNotContain("secret-value");
	}

	@Test
	void tokenWithALineBreakFailsStartupWithoutPrintingIt(CapturedOutput output) {
		assertFails(InjectingApplication.class, "webpush.token=secret\r\nX-Evil: yes", "webpush.partner-id=10012345");
		assertThat(output).contains("contains the character U+000D (CARRIAGE RETURN (CR))")
			.doesNotContain("X-Evil")
			.doesNotContain("secret");
	}

	@Test
	void whenSwitchedOffTheMessageNamesTheSwitch(CapturedOutput output) {
		assertFails(InjectingApplication.class, "webpush.enabled=false");
		assertThat(output).contains("'webpush.enabled' is false").doesNotContain("webpush.token");
	}

	@Test
	void applicationThatInjectsNothingStartsSilently(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(SilentApplication.class)) {
			assertThat(context.isActive()).isTrue();
		}
		assertThat(output.getAll().toLowerCase(java.util.Locale.ROOT)).doesNotContain("webpush");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					webpush.base-url=http://web-push.example.com            | must be https
					webpush.base-url=ftp://127.0.0.1                        | must be https
					webpush.base-url=https://user:pass@example.com          | must be https
					webpush.base-url=https://example.com?x=1                | must be https
					webpush.base-url=https://example.com:0                  | example.com:0
					webpush.base-url=https://example.com:65536              | example.com:65536
					webpush.base-url=example.com                            | must be https
					webpush.base-url=http://127.0.0.1.example.com           | must be https
					webpush.default-language=english                        | 'webpush.default-language' is 'english'
					webpush.rate-limit.burst=0                              | 'webpush.rate-limit.burst' is 0
					webpush.rate-limit.create.limit-for-period=0            | 'webpush.rate-limit.create.limit-for-period' is 0
					webpush.rate-limit.create.limit-refresh-period=0s       | 'webpush.rate-limit.create.limit-refresh-period' is 0s
					webpush.rate-limit.create.timeout-duration=-1s          | 'webpush.rate-limit.create.timeout-duration' is -1s
					webpush.retry.max-retries=-1                            | 'webpush.retry.max-retries' is -1
					webpush.retry.multiplier=0.5                            | 'webpush.retry.multiplier' is 0.5
					webpush.retry.delay=-1s                                 | 'webpush.retry.delay' is -1s
					webpush.call-timeout=0                                  | 'webpush.call-timeout' is 0s
					webpush.read-timeout=0                                  | 'webpush.read-timeout' is 0s
					webpush.connect-timeout=0                               | 'webpush.connect-timeout' is 0s
					webpush.read-timeout=181d                               | 'webpush.read-timeout' is 181d
					webpush.connect-timeout=PT2562047788015215H             | 'webpush.connect-timeout' is 106751991167300d15h
					webpush.call-timeout=PT2562047788015215H                | 'webpush.call-timeout' is 106751991167300d15h
					webpush.retry.delay=PT2562047788015215H                 | 'webpush.retry.delay' is 106751991167300d15h
					webpush.rate-limit.create.limit-refresh-period=181d     | 'webpush.rate-limit.create.limit-refresh-period' is
					webpush.rate-limit.create.timeout-duration=181d         | 'webpush.rate-limit.create.timeout-duration' is
					""")
	void valueThatCannotWorkIsRefusedByName(String property, String message, CapturedOutput output) {
		assertFails(InjectingApplication.class, "webpush.token=secret-value", "webpush.partner-id=10012345", property);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(message)
			.contains("Action:")
			.doesNotContain("secret-value")
			.doesNotContain("pass@");
	}

	@Test
	void clientThatWouldRepeatRequestsByItselfIsRefused(CapturedOutput output) {
		System.setProperty("jdk.httpclient.enableAllMethodRetry", "");
		try {
			assertFails(InjectingApplication.class, "webpush.token=secret-value", "webpush.partner-id=10012345");
			assertThat(output).contains("jdk.httpclient.enableAllMethodRetry");
		}
		finally {
			System.clearProperty("jdk.httpclient.enableAllMethodRetry");
		}
	}

	private static void assertFails(Class<?> application, String... properties) {
		assertThatException().isThrownBy(() -> run(application, properties).close());
	}

	private static ConfigurableApplicationContext run(Class<?> type, String... properties) {
		SpringApplication application = new SpringApplication(type);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.addInitializers(
				(context) -> org.springframework.boot.test.util.TestPropertyValues.of(properties).applyTo(context));
		return application.run();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RestClientAutoConfiguration.class, WebPushAutoConfiguration.class })
	static class SilentApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RestClientAutoConfiguration.class, WebPushAutoConfiguration.class })
	static class InjectingApplication {

		@Bean
		String needsTheTemplate(WebPushTemplate template) {
			return template.toString();
		}

	}

}
