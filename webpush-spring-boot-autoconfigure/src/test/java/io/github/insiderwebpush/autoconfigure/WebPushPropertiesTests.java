package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

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
				Map.entry("webpush.health.down-on-refusal", "true")));
		assertThat(properties.isEnabled()).isFalse();
		assertThat(properties.getToken()).isEqualTo("a-token");
		assertThat(properties.getPartnerId()).isEqualTo("100");
		assertThat(properties.getBaseUrl()).isEqualTo(URI.create("https://web-push.example.com"));
		assertThat(properties.getDefaultLanguage()).isEqualTo("tr_TR");
		assertThat(properties.getConnectTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.getReadTimeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(properties.getCallTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(properties.getSsl().getBundle()).isEqualTo("ours");
		assertThat(properties.isTestConnection()).isTrue();
		assertThat(properties.getHealth().isDownOnRefusal()).isTrue();
	}

	@Test
	void everyPropertyOfLaunchesAndRetriesIsRead() {
		WebPushProperties properties = bind(Map.of("webpush.launch.enabled", "false", "webpush.launch.ttl-unit",
				"hours", "webpush.launch.unengaged-field", "include-unengage", "webpush.retry.max-retries", "7",
				"webpush.retry.delay", "4s", "webpush.retry.multiplier", "1.5", "webpush.retry.max-delay", "5s",
				"webpush.retry.jitter", "6s"));
		assertThat(properties.getLaunch().isEnabled()).isFalse();
		assertThat(properties.getLaunch().getTtlUnit()).isEqualTo(WebPushProperties.TtlUnit.HOURS);
		assertThat(properties.getLaunch().getUnengagedField()).isEqualTo(UnengagedField.INCLUDE_UNENGAGE);
		assertThat(properties.getRetry().getMaxRetries()).isEqualTo(7);
		assertThat(properties.getRetry().getDelay()).isEqualTo(Duration.ofSeconds(4));
		assertThat(properties.getRetry().getMultiplier()).isEqualTo(1.5);
		assertThat(properties.getRetry().getMaxDelay()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.getRetry().getJitter()).isEqualTo(Duration.ofSeconds(6));
	}

	@ParameterizedTest
	@EnumSource(WebPushOperation.Budget.class)
	void everyBudgetHasPropertiesOfItsOwn(WebPushOperation.Budget budget) {
		String prefix = "webpush.rate-limit." + budget.name().toLowerCase(java.util.Locale.ROOT);
		WebPushProperties properties = bind(Map.of(prefix + ".limit-for-period", "7", prefix + ".limit-refresh-period",
				"8s", prefix + ".timeout-duration", "9s"));
		for (WebPushOperation.Budget each : WebPushOperation.Budget.values()) {
			boolean set = each == budget;
			WebPushProperties.Budget settings = properties.getRateLimit().get(each);
			assertThat(settings.getLimitForPeriod()).isEqualTo(set ? 7 : each.requestsPerMinute());
			assertThat(settings.getLimitRefreshPeriod()).isEqualTo(set ? Duration.ofSeconds(8) : Duration.ofMinutes(1));
			assertThat(settings.getTimeoutDuration()).isEqualTo(Duration.ofSeconds(set ? 9 : 90));
		}
	}

	@Test
	void everyPropertyOfSharedBudgetsIsRead() {
		WebPushProperties.SharedRateLimit rateLimit = bind(
				Map.of("webpush.rate-limit.burst", "3", "webpush.rate-limit.key", "ours", "webpush.rate-limit.store",
						"redis", "webpush.rate-limit.redis.timeout", "50ms"))
			.getRateLimit();
		assertThat(rateLimit.getBurst()).isEqualTo(3);
		assertThat(rateLimit.getKey()).isEqualTo("ours");
		assertThat(rateLimit.getStore()).isEqualTo(WebPushProperties.Store.REDIS);
		assertThat(rateLimit.getRedis().getTimeout()).isEqualTo(Duration.ofMillis(50));
	}

	@Test
	void everyPropertyOfAnAccountIsRead() {
		WebPushProperties.Account account = bind(Map.of("webpush.accounts.shop.token", "a-token",
				"webpush.accounts.shop.partner-id", "200", "webpush.accounts.shop.default-language", "tr_TR",
				"webpush.accounts.shop.rate-limit.burst", "2", "webpush.accounts.shop.rate-limit.key", "ours",
				"webpush.accounts.shop.rate-limit.create.limit-for-period", "7"))
			.getAccounts()
			.get("shop");
		assertThat(account.getToken()).isEqualTo("a-token");
		assertThat(account.getPartnerId()).isEqualTo("200");
		assertThat(account.getDefaultLanguage()).isEqualTo("tr_TR");
		assertThat(account.getRateLimit().getBurst()).isEqualTo(2);
		assertThat(account.getRateLimit().getKey()).isEqualTo("ours");
		assertThat(account.getRateLimit().getCreate().getLimitForPeriod()).isEqualTo(7);
	}

	@Test
	void withoutAPropertyTheDocumentedDefaultApplies() {
		WebPushProperties properties = new WebPushProperties();
		assertThat(properties.isEnabled()).isTrue();
		assertThat(properties.getBaseUrl()).isEqualTo(URI.create("https://web-push.api.useinsider.com"));
		assertThat(properties.getConnectTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.getReadTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.getCallTimeout()).isEqualTo(Duration.ofMinutes(2));
		assertThat(properties.isTestConnection()).isFalse();
		assertThat(properties.getHealth().isDownOnRefusal()).isFalse();
		assertThat(properties.getLaunch().isEnabled()).isTrue();
		assertThat(properties.getRateLimit().getBurst()).isEqualTo(5);
		assertThat(properties.getRateLimit().getStore()).isEqualTo(WebPushProperties.Store.LOCAL);
		assertThat(properties.getRateLimit().getRedis().getTimeout()).isEqualTo(Duration.ofMillis(100));
		assertThat(properties.getRetry().getMaxRetries()).isEqualTo(3);
	}

	private static WebPushProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bind("webpush", WebPushProperties.class)
			.get();
	}

}
