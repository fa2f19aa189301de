package io.github.insiderwebpush.ratelimit.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers as operators set them up: a cluster, and a user with few rights.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RedisSetUpTests {

	private static final int LIMIT = 5;

	@Test
	void clusterTakesTheScriptBecauseItHasOneKey() {
		try (RedisProcess server = new RedisProcess("--cluster-enabled", "yes")) {
			LettuceConnectionFactory admin = server.connect();
			execute(admin, "CLUSTER",
					Stream.concat(Stream.of("ADDSLOTS"), IntStream.range(0, 16_384).mapToObj(Integer::toString))
						.toArray(String[]::new));
			while (!info(admin).contains("cluster_state:ok")) {
				Thread.onSpinWait();
			}
			admin.destroy();
			LettuceConnectionFactory connections = connect(
					new RedisClusterConfiguration(List.of("127.0.0.1:" + server.port())));
			assertThatLimitIsShared(connections);
			connections.destroy();
		}
	}

	@Test
	void userNeedsNoOtherRightsThanThePageSays() {
		try (RedisProcess server = new RedisProcess()) {
			LettuceConnectionFactory connections = connectWithRights(server, "~webpush:*", "+eval", "+evalsha", "+time",
					"+pexpire", "+@sortedset");
			assertThatLimitIsShared(connections);
			connections.destroy();
		}
	}

	@Test
	void userWithoutTheRightToRunScriptsLeavesTheInstanceAlone() {
		try (RedisProcess server = new RedisProcess()) {
			LettuceConnectionFactory connections = connectWithRights(server, "~webpush:*", "+@sortedset");
			RollingWindowRateLimiter limiter = limiter(connections);
			assertThat(limiter.acquirePermission()).isTrue();
			assertThat(limiter.sharing().fallback()).isTrue();
			connections.destroy();
		}
	}

	/**
	 * What one instance took, another one has not.
	 */
	private static void assertThatLimitIsShared(LettuceConnectionFactory connections) {
		RollingWindowRateLimiter one = limiter(connections);
		RollingWindowRateLimiter another = limiter(connections);
		for (int i = 0; i < LIMIT; i++) {
			assertThat(one.acquirePermission()).isTrue();
		}
		assertThat(another.acquirePermission()).isFalse();
		assertThat(one.sharing().fallback()).isFalse();
		assertThat(another.sharing().fallback()).isFalse();
	}

	private static RollingWindowRateLimiter limiter(LettuceConnectionFactory connections) {
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(LIMIT)
			.limitRefreshPeriod(Duration.ofHours(1))
			.timeoutDuration(Duration.ofMinutes(1))
			.build();
		return RollingWindowRateLimiter.shared("shared", config, LIMIT, Duration.ofSeconds(10), WebPushTimer.system(),
				new RedisSharedBudget(connections, "10012345", "create"), Duration.ofSeconds(20));
	}

	private static LettuceConnectionFactory connectWithRights(RedisProcess server, String... rights) {
		LettuceConnectionFactory admin = server.connect();
		execute(admin, "ACL", Stream.concat(Stream.of("SETUSER", "webpush", "on", ">pass"), Stream.of(rights))
			.toArray(String[]::new));
		admin.destroy();
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1", server.port());
		configuration.setUsername("webpush");
		configuration.setPassword("pass");
		return connect(configuration);
	}

	private static LettuceConnectionFactory connect(RedisConfiguration configuration) {
		LettuceConnectionFactory factory = (configuration instanceof RedisClusterConfiguration cluster)
				? new LettuceConnectionFactory(cluster)
				: new LettuceConnectionFactory((RedisStandaloneConfiguration) configuration);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private static String info(LettuceConnectionFactory connections) {
		Object answer = execute(connections, "CLUSTER", "INFO");
		return (answer instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(answer);
	}

	private static Object execute(LettuceConnectionFactory connections, String command, String... arguments) {
		byte[][] bytes = Stream.of(arguments).map(String::getBytes).toArray(byte[][]::new);
		return new StringRedisTemplate(connections)
			.execute((RedisCallback<Object>) (connection) -> connection.execute(command, bytes));
	}

}
