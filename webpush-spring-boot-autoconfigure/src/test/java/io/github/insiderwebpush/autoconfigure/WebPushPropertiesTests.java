package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.github.insiderwebpush.LaunchSettings.TtlUnit;
import io.github.insiderwebpush.LaunchSettings.UnengagedField;
import io.github.insiderwebpush.WebPushOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of each property, and what applies without it.
 */
class WebPushPropertiesTests {

	@Test
	void everyPropertyIsRead() {
		WebPushProperties properties = bind(Map.ofEntries(Map.entry("webpush.enabled", "false"),
				Map.entry("webpush.token", "a-token"), Map.entry("webpush.partner-id", "100"),
				Map.entry("webpush.base-url", "https://web-push.example.com"),
				Map.entry("webpush.default-language", "tr_TR"), Map.entry("webpush.connect-timeout", "1s"),
				Map.entry("webpush.read-timeout", "2s"), Map.entry("webpush.call-timeout", "3s"),
				Map.entry("webpush.ssl.bundle", "ours"), Map.entry("webpush.test-connection", "true"),
				Map.entry("webpush.health.down-on-rejection", "true")));
		assertThat(properties.enabled()).isFalse();
		assertThat(properties.token()).isEqualTo("a-token");
		assertThat(properties.partnerId()).isEqualTo("100");
		assertThat(properties.baseUrl()).isEqualTo(URI.create("https://web-push.example.com"));
		assertThat(properties.defaultLanguage()).isEqualTo("tr_TR");
		assertThat(properties.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.readTimeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(properties.callTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(properties.ssl().bundle()).isEqualTo("ours");
		assertThat(properties.testConnection()).isTrue();
		assertThat(properties.health().downOnRejection()).isTrue();
	}

	@Test
	void everyPropertyOfLaunchesAndRetriesIsRead() {
		WebPushProperties properties = bind(Map.of("webpush.launch.enabled", "false", "webpush.launch.ttl-unit",
				"hours", "webpush.launch.unengaged-field", "include-unengage", "webpush.retry.max-retries", "7",
				"webpush.retry.delay", "4s", "webpush.retry.multiplier", "1.5", "webpush.retry.max-delay", "5s",
				"webpush.retry.jitter", "6s"));
		assertThat(properties.launch().enabled()).isFalse();
		assertThat(properties.launch().ttlUnit()).isEqualTo(TtlUnit.HOURS);
		assertThat(properties.launch().unengagedField()).isEqualTo(UnengagedField.INCLUDE_UNENGAGE);
		assertThat(properties.retry().maxRetries()).isEqualTo(7);
		assertThat(properties.retry().delay()).isEqualTo(Duration.ofSeconds(4));
		assertThat(properties.retry().multiplier()).isEqualTo(1.5);
		assertThat(properties.retry().maxDelay()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.retry().jitter()).isEqualTo(Duration.ofSeconds(6));
	}

	@ParameterizedTest
	@EnumSource(WebPushOperation.Budget.class)
	void everyBudgetHasPropertiesOfItsOwn(WebPushOperation.Budget budget) {
		String prefix = "webpush.rate-limit." + budget.name().toLowerCase(java.util.Locale.ROOT);
		WebPushProperties properties = bind(Map.of(prefix + ".limit-for-period", "7", prefix + ".limit-refresh-period",
				"8s", prefix + ".timeout-duration", "9s"));
		for (WebPushOperation.Budget each : WebPushOperation.Budget.values()) {
			boolean set = each == budget;
			WebPushProperties.Budget settings = properties.rateLimit().limits().get(each);
			assertThat(settings.limit(each)).isEqualTo(set ? 7 : each.requestsPerMinute());
			assertThat(settings.limitRefreshPeriod()).isEqualTo(set ? Duration.ofSeconds(8) : Duration.ofMinutes(1));
			assertThat(settings.timeoutDuration()).isEqualTo(Duration.ofSeconds(set ? 9 : 90));
		}
	}

	@Test
	void everyPropertyOfSharedBudgetsIsRead() {
		WebPushProperties.SharedRateLimit rateLimit = bind(
				Map.of("webpush.rate-limit.burst", "3", "webpush.rate-limit.key", "ours", "webpush.rate-limit.store",
						"redis", "webpush.rate-limit.redis.timeout", "50ms"))
			.rateLimit();
		assertThat(rateLimit.burst()).isEqualTo(3);
		assertThat(rateLimit.key()).isEqualTo("ours");
		assertThat(rateLimit.store()).isEqualTo(WebPushProperties.Store.REDIS);
		assertThat(rateLimit.redis().timeout()).isEqualTo(Duration.ofMillis(50));
	}

	@Test
	void everyPropertyOfAnAccountIsRead() {
		WebPushProperties.Account account = bind(Map.of("webpush.accounts.shop.token", "a-token",
				"webpush.accounts.shop.partner-id", "200", "webpush.accounts.shop.default-language", "tr_TR",
				"webpush.accounts.shop.rate-limit.burst", "2", "webpush.accounts.shop.rate-limit.key", "ours",
				"webpush.accounts.shop.rate-limit.create.limit-for-period", "7"))
			.accounts()
			.get("shop");
		assertThat(account.token()).isEqualTo("a-token");
		assertThat(account.partnerId()).isEqualTo("200");
		assertThat(account.defaultLanguage()).isEqualTo("tr_TR");
		assertThat(account.rateLimit().burst()).isEqualTo(2);
		assertThat(account.rateLimit().key()).isEqualTo("ours");
		assertThat(account.rateLimit().create().limitForPeriod()).isEqualTo(7);
	}

	@Test
	void withoutAPropertyTheDocumentedDefaultApplies() {
		WebPushProperties properties = bind(Map.of());
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.baseUrl()).isEqualTo(URI.create("https://web-push.api.useinsider.com"));
		assertThat(properties.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.readTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.callTimeout()).isEqualTo(Duration.ofMinutes(2));
		assertThat(properties.testConnection()).isFalse();
		assertThat(properties.health().downOnRejection()).isFalse();
		assertThat(properties.launch().enabled()).isTrue();
		assertThat(properties.rateLimit().burst()).isEqualTo(5);
		assertThat(properties.rateLimit().store()).isEqualTo(WebPushProperties.Store.LOCAL);
		assertThat(properties.rateLimit().redis().timeout()).isEqualTo(Duration.ofMillis(100));
		assertThat(properties.retry().maxRetries()).isEqualTo(3);
	}

	@Test
	void noTokenIsPrinted() {
		WebPushProperties properties = bind(
				Map.of("webpush.token", "a-token", "webpush.accounts.shop.token", "another-token"));
		assertThat(properties).hasToString("WebPushProperties");
		assertThat(properties.accounts()).hasToString("{shop=Account}");
	}

	private static WebPushProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("webpush",
				WebPushProperties.class);
	}

}
