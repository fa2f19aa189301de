package io.github.insiderwebpush.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.WebPushRateLimitException;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.health.WebPushHealthIndicator;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.redis.RedisProcess;
import io.github.insiderwebpush.ratelimit.redis.RedisSharedBudgetHints;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code webpush.rate-limit.store=redis} in an application, on a real server.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BudgetsInRedisTests {

	private static RedisProcess server;

	private static LettuceConnectionFactory connections;

	private static StringRedisTemplate redis;

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@BeforeAll
	static void start() {
		server = new RedisProcess();
		connections = server.connect();
		redis = new StringRedisTemplate(connections);
	}

	@AfterAll
	static void stop() {
		connections.destroy();
		server.close();
	}

	@Test
	void eachAccountHasItsOwnKeysAndNoTokenIsAnywhere() {
		this.vendor.answers(201, "{\"success\": true, \"campaign_id\": 25696}");
		application()
			.withPropertyValues("webpush.accounts.shop.token=token-of-the-shop", "webpush.accounts.shop.partner-id=200",
					"webpush.accounts.turkey.token=token-of-turkey", "webpush.accounts.turkey.partner-id=300",
					"webpush.accounts.turkey.rate-limit.key=ours")
			.run((context) -> {
				create(context.getBean("webPushTemplate", WebPushOperations.class));
				create(context.getBean("shopWebPushTemplate", WebPushOperations.class));
				create(context.getBean("turkeyWebPushTemplate", WebPushOperations.class));
				assertThat(redis.keys("*"))
					.contains("webpush:{10012345}:create", "webpush:{200}:create", "webpush:{ours}:create")
					.noneMatch((key) -> key.contains("300"));
				assertThat(dump()).isNotEmpty()
					.noneMatch((text) -> text.contains(ApiServer.TOKEN) || text.contains("token"));
				assertThat(redis.keys("*"))
					.allSatisfy((key) -> assertThat(redis.getExpire(key)).as("expiry of " + key).isPositive());
			});
	}

	@Test
	void applicationsShareOneBudget() {
		this.vendor.answers(201, "{\"success\": true, \"campaign_id\": 25696}");
		ApplicationContextRunner runner = application().withPropertyValues("webpush.rate-limit.key=two",
				"webpush.rate-limit.burst=3", "webpush.rate-limit.create.timeout-duration=0s");
		runner.run((one) -> runner.run((other) -> {
			create(one.getBean(WebPushOperations.class));
			create(other.getBean(WebPushOperations.class));
			create(one.getBean(WebPushOperations.class));
			assertThat(redis.opsForZSet().count("webpush:{two}:create", 1, Double.MAX_VALUE)).as("permits")
				.isEqualTo(3);
			RollingWindowRateLimiter limiter = (RollingWindowRateLimiter) one.getBean(WebPushTemplate.class)
				.rateLimiter(Budget.CREATE);
			assertThat(limiter.sharing().instances()).isEqualTo(2);
		}));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void throttleIsToldWithWhatAllInstancesSent(CapturedOutput output) {
		ResponseDefinitionBuilder created = aResponse().withStatus(201)
			.withBody("{\"success\": true, \"campaign_id\": 25696}");
		this.vendor.answersInTurn(created, aResponse().withStatus(429));
		ApplicationContextRunner runner = application().withPropertyValues("webpush.rate-limit.key=told",
				"webpush.retry.max-retries=0");
		runner.run((one) -> runner.run((other) -> {
			create(one.getBean(WebPushOperations.class));
			assertThatExceptionOfType(WebPushRateLimitException.class)
				.isThrownBy(() -> create(other.getBean(WebPushOperations.class)));
			assertThat(output).contains("The 2 instances that share the budget sent 2 of 30 in the last 1m: "
					+ "something else uses this key, or its limit is lower");
		}));
	}

	@Test
	void healthAndMetersTellHowItStands() {
		this.vendor.answers(201, "{\"success\": true, \"campaign_id\": 25696}");
		application().withBean(SimpleMeterRegistry.class)
			.withPropertyValues("webpush.rate-limit.key=seen")
			.run((context) -> {
				create(context.getBean(WebPushOperations.class));
				assertThat(context.getBean(WebPushHealthIndicator.class).health().getDetails().toString())
					.contains("instances=1", "fallback=false");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("webpush.fallback").tag("webpush.budget", "CREATE").gauge().value()).isZero();
				assertThat(registry.get("webpush.fallbacks").tag("webpush.budget", "CREATE").functionCounter().count())
					.isZero();
				assertThat(registry.get("webpush.instances").tag("webpush.budget", "CREATE").gauge().value()).isOne();
			});
	}

	@Test
	void noBeanIsAdded() {
		application().run((context) -> {
			assertThat(context.getBeanNamesForType(StringRedisTemplate.class)).containsExactly("stringRedisTemplate");
			assertThat(context.getBeanNamesForType(org.springframework.data.redis.core.script.RedisScript.class))
				.isEmpty();
		});
	}

	@Test
	void scriptIsTakenIntoANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new RedisSharedBudgetHints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.resource().forResource("io/github/insiderwebpush/ratelimit/redis/budget.lua"))
			.accepts(hints);
		assertThat(getClass().getResource("/io/github/insiderwebpush/ratelimit/redis/budget.lua")).isNotNull();
	}

	private ApplicationContextRunner application() {
		return this.vendor.application()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("webpush.rate-limit.store=redis", "webpush.rate-limit.redis.timeout=2s",
					"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + server.port());
	}

	private static void create(WebPushOperations webPush) {
		webPush.createCampaign(CreateCampaign.titled("a").language("en_GB").build());
	}

	private static List<String> dump() {
		List<String> dump = new ArrayList<>();
		for (String key : redis.keys("*")) {
			dump.add(key);
			dump.addAll(redis.opsForZSet().range(key, 0, -1));
		}
		return dump;
	}

}
