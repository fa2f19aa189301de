package io.github.insiderwebpush.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.insiderwebpush.WebPushOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What is printed when an application with a wrong {@code application.yaml} is started.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupMessageTests {

	private static final String SECRET = "s3cret-T0ken";

	@TempDir
	private Path folder;

	@Test
	void allProblemsAreReportedAtOnceWithTheirOrigins(CapturedOutput output) throws IOException {
		String message = start(output, Injecting.class, """
				webpush:
				  token: '"%s"'
				  partner-id: 010012345
				  read-timeout: 30
				  default-language: english
				  base-url: http://example.com/v1
				  ssl:
				    bundle: nope
				  retry:
				    multiplier: 0.5
				  rate-limit:
				    create:
				      limit-refresh-period: 60
				  accounts:
				    turkey:
				      token: ${TURKEY}-${NOPE}
				      base-url: https://example.com
				""".formatted(SECRET));
		assertThat(message).contains("10 properties of the web push client are invalid")
			.contains("'webpush.token' ([application.yaml] - 2:10): begins or ends with a quotation mark")
			.contains(
					"'webpush.partner-id' is 2102501 ([application.yaml] - 3:15): YAML reads 010012345 as this number")
			.contains("Put the partner ID in quotes: \"010012345\".")
			.contains(
					"'webpush.read-timeout' is 30 ([application.yaml] - 4:17): a duration without a unit is in milliseconds, so this would be 30ms")
			.contains("Write 'webpush.read-timeout' with its unit, such as 30s or 30ms.")
			.contains("'webpush.default-language' is 'english' ([application.yaml] - 5:21)")
			.contains("'webpush.base-url' is http://example.com… ([application.yaml] - 6:13): must be https://")
			.contains("'webpush.ssl.bundle' is 'nope' ([application.yaml] - 8:13)")
			.contains("'webpush.retry.multiplier' is 0.5 ([application.yaml] - 10:17): must be at least 1")
			.contains("'webpush.rate-limit.create.limit-refresh-period' is 60 ([application.yaml] - 13:29): "
					+ "a duration without a unit is in milliseconds, so this would be 60ms")
			.contains(
					"'webpush.accounts.turkey.token' ([application.yaml] - 16:14): contains the placeholder ${TURKEY}, which nothing resolves")
			.contains(
					"'webpush.accounts.turkey.base-url' ([application.yaml] - 17:17): an account has no such property")
			.doesNotContain(SECRET);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			60ms  | must be between 1s and 180d
			181d  | must be between 1s and 180d
			""")
	void implausiblePeriodIsRefusedWithItsRange(String period, String rule, CapturedOutput output) throws IOException {
		assertThat(start(output, Injecting.class, """
				webpush:
				  token: %s
				  partner-id: "10012345"
				  rate-limit:
				    create:
				      limit-refresh-period: %s
				""".formatted(SECRET, period))).contains("'webpush.rate-limit.create.limit-refresh-period' is")
			.contains(rule);
	}

	/**
	 * As a YAML file has one whose only line below 'ssl:' was commented out.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "ours" })
	void valueInThePlaceOfTheBundleIsRefused(String value, CapturedOutput output) throws IOException {
		assertThat(start(output, Injecting.class, """
				webpush:
				  token: %s
				  partner-id: "10012345"
				  ssl: %s
				""".formatted(SECRET, value)))
			.contains("'webpush.ssl' ([application.yaml] - 4:8): has a value of its own")
			.contains("set 'webpush.ssl.bundle'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"s3cret\\u00A0x" | U+00A0 (NO-BREAK SPACE)
			"s3cret\\u200Bx" | U+200B (ZERO WIDTH SPACE)
			'“s3cret-x”'     | quotation mark
			s3cret ${NOPE}   | the placeholder ${NOPE}
			""")
	void tokenThatWasCopiedBadlyIsRefusedWithoutPrintingIt(String token, String reason, CapturedOutput output)
			throws IOException {
		assertThat(start(output, Injecting.class, """
				webpush:
				  token: %s
				  partner-id: "10012345"
				""".formatted(token))).contains("'webpush.token' ([application.yaml] - 2:10)")
			.contains(reason)
			.doesNotContain("s3cret");
	}

	@Test
	void unknownUnitOffersTheThreeThatAreAllowed(CapturedOutput output) throws IOException {
		assertThat(start(output, Injecting.class, """
				webpush:
				  token: %s
				  partner-id: "10012345"
				  launch:
				    ttl-unit: fortnights
				""".formatted(SECRET))).contains("webpush.launch.ttl-unit")
			.contains("HOURS")
			.contains("MINUTES")
			.contains("SECONDS")
			.contains("5:15")
			.doesNotContain("CENTURIES");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			accounts: s3cret-T0ken               | webpush.accounts
			accounts: { turkey: s3cret-T0ken }   | webpush.accounts.turkey
			read-timeout: x s3cret-T0ken         | webpush.read-timeout
			""")
	void tokenInThePlaceOfAnotherValueIsNotPrinted(String line, String property, CapturedOutput output)
			throws IOException {
		String message = start(output, Injecting.class, """
				webpush:
				  token: s3cret-T0ken
				  partner-id: "10012345"
				  %s
				""".formatted(line));
		assertThat(message).contains("'" + property + "' ([application.yaml] - 4:").contains("is not shown");
		assertThat(message).doesNotContain(SECRET);
	}

	@Test
	void qualifierWithoutSuchAnAccountIsExplained(CapturedOutput output) throws IOException {
		assertThat(start(output, InjectingTurkey.class, """
				webpush:
				  token: %s
				  partner-id: "10012345"
				  accounts:
				    shop:
				      token: another
				      partner-id: "200"
				""".formatted(SECRET)))
			.contains("InjectingTurkey needs a WebPushOperations of the web push account 'turkey'")
			.contains("Configured are [shop]")
			.contains("    turkey:\n      token: …")
			.doesNotContain(SECRET);
	}

	private String start(CapturedOutput output, Class<?> application, String yaml) throws IOException {
		Files.writeString(this.folder.resolve("application.yaml"), yaml);
		SpringApplication started = new SpringApplication(application);
		started.setWebApplicationType(WebApplicationType.NONE);
		started.setBannerMode(Banner.Mode.OFF);
		assertThatException().isThrownBy(
				() -> started.run("--spring.config.location=" + this.folder.toUri(), "--webpush.call-timeout=1m")
					.close());
		String all = output.getAll();
		assertThat(all).contains("APPLICATION FAILED TO START");
		String message = all.substring(all.indexOf("APPLICATION FAILED TO START"))
			.replaceAll("URL \\[file:[^\\]]*/application.yaml\\]", "[application.yaml]");
		assertThat(all.substring(0, all.indexOf("APPLICATION FAILED TO START"))).doesNotContain(SECRET);
		return message;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, RestClientAutoConfiguration.class,
			WebPushAutoConfiguration.class })
	static class Injecting {

		Injecting(WebPushAccounts accounts) {
			assertThat(accounts).isNotNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, RestClientAutoConfiguration.class,
			WebPushAutoConfiguration.class })
	static class InjectingTurkey {

		InjectingTurkey(@Qualifier("turkey") WebPushOperations turkey) {
			assertThat(turkey).isNotNull();
		}

	}

}
