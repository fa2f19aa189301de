package io.github.insiderwebpush.autoconfigure;

import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens are masked by value, whatever property they are part of.
 */
class WebPushSanitizingTests {

	private static final String TURKEY = "t0ken-0f-Turkey";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endpointThatShowsValuesShowsNoTokenUnderAnyName(boolean enabled) {
		Map<String, Object> properties = Map.of("webpush.enabled", enabled, "webpush.accounts.turkey.token",
				"${TURKEY_TOKEN}", "TURKEY_TOKEN", TURKEY, "webpush.accounts.turkey.partner-id", "20012345",
				"SPRING_APPLICATION_JSON", "{\"webpush\": {\"token\": \"" + ApiServer.TOKEN + "\"}}",
				"JAVA_TOOL_OPTIONS", "-Dwebpush.token=" + ApiServer.TOKEN + " -Xmx1g", "sun.java.command",
				"app.jar --webpush.token=" + ApiServer.TOKEN, "web-push.token", ApiServer.TOKEN, "HARMLESS",
				"harmless-value");
		application(properties).run((context) -> {
			String shown = new EnvironmentEndpoint(context.getEnvironment(),
					context.getBeanProvider(SanitizingFunction.class).orderedStream().toList(), Show.ALWAYS)
				.environment(null)
				.getPropertySources()
				.stream()
				.map((source) -> source.getProperties().entrySet())
				.flatMap(java.util.Collection::stream)
				.map((property) -> property.getKey() + "=" + property.getValue().getValue())
				.reduce("", (all, next) -> all + "\n" + next);
			assertThat(shown).contains("HARMLESS=harmless-value")
				.contains("TURKEY_TOKEN=" + SanitizableData.SANITIZED_VALUE)
				.contains("sun.java.command=" + SanitizableData.SANITIZED_VALUE)
				.contains("webpush.accounts.turkey.partner-id=20012345")
				.doesNotContain(ApiServer.TOKEN)
				.doesNotContain(TURKEY);
		});
	}

	@Test
	void tokenOfAVaultIsMaskedOnceItWasRead() {
		AccountConfigurationTests.Vault vault = new AccountConfigurationTests.Vault(this.vendor.url(), null);
		application(Map.of()).withBean(WebPushConnectionDetails.class, () -> vault).run((context) -> {
			assertThat(shown(context, "other", "vault-token")).as("nothing has read it yet").isEqualTo("vault-token");
			context.getBean(WebPushTemplate.class);
			assertThat(shown(context, "other", "a vault-token b")).isEqualTo(SanitizableData.SANITIZED_VALUE);
		});
	}

	@ParameterizedTest
	@CsvSource({ "webpush.token, true", "webpush.accounts.shop.token, true", "web-push.token, true",
			"webpush.accounts, true", "webpush.accounts.shop, true", "webpush.partner-id, false", "other.token, false",
			"webpush.token.other, false", "'', false", "'..', false", "'a b\u00e9', false" })
	void valueThatIsNoTokenYetIsMaskedByItsName(String key, boolean masked) {
		application(Map.of()).run((context) -> assertThat(shown(context, key, "any-value"))
			.isEqualTo(masked ? SanitizableData.SANITIZED_VALUE : "any-value"));
	}

	@ParameterizedTest
	@CsvSource({ "abcde, abcde, true", "abcde, x abcde, false", "abcdef, x abcdef y, true", "abcdef, abcde, false" })
	void shortTokenIsComparedAsAWhole(String token, String value, boolean found) {
		assertThat(ConfiguredProperties.containsToken(value, List.of(token))).isEqualTo(found);
	}

	private static Object shown(AssertableApplicationContext context, String key, Object value) {
		Object shown = context.getBean(SanitizingFunction.class)
			.apply(new SanitizableData(null, key, value))
			.getValue();
		return (shown != null) ? shown : "null";
	}

	private ApplicationContextRunner application(Map<String, Object> properties) {
		return this.vendor.application()
			.withConfiguration(AutoConfigurations.of(WebPushSanitizingAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test-properties", properties)));
	}

}
