package io.github.insiderwebpush.ratelimit.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.insiderwebpush.ratelimit.SharedBudget;

import org.springframework.context.Lifecycle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.util.Assert;

/**
 * A budget in Redis: one Lua script over one key that expires, by the clock of Redis. The
 * key holds numbers, and random names of instances: no token, and nothing that was made
 * from one.
 *
 * @since 0.1.0
 */
public final class RedisSharedBudget implements SharedBudget {

	private static final long NANOS_PER_MICRO = 1000;

	private static final RedisScript<List<Long>> SCRIPT = RedisScript
		.of(new ClassPathResource("budget.lua", RedisSharedBudget.class), resultType());

	private final StringRedisTemplate redis;

	private final List<String> keys;

	/**
	 * Create a budget.
	 * @param connectionFactory the application's own; its timeouts may be longer than
	 * that of the limiter
	 * @param account what instances share the budget by, such as the partner ID
	 * @param budget the budget's name
	 */
	public RedisSharedBudget(RedisConnectionFactory connectionFactory, String account, String budget) {
		Assert.notNull(connectionFactory, "'connectionFactory' must not be null");
		Assert.hasText(account, "'account' must not be empty");
		Assert.hasText(budget, "'budget' must not be empty");
		this.redis = new StringRedisTemplate(connectionFactory);
		// All budgets of an account without braces are in the same hash slot.
		this.keys = List.of("webpush:{" + account + "}:" + budget);
	}

	@Override
	public Response execute(Request request) {
		List<Long> response = Objects.requireNonNull(this.redis.execute(SCRIPT, this.keys, arguments(request)),
				"Redis sent no response");
		return new Response(response.get(0) == 1, nanos(response.get(1)), Math.toIntExact(response.get(2)),
				Math.toIntExact(response.get(3)), nanos(response.get(4)), response.get(5), response.get(6) == 1);
	}

	private static Object[] arguments(Request request) {
		List<String> arguments = new ArrayList<>();
		arguments.add(request.instance());
		arguments.add(Integer.toString(request.limit()));
		arguments.add(micros(request.period()));
		arguments.add(Integer.toString(request.burst()));
		arguments.add(micros(request.longestRequest()));
		arguments.add(Long.toString(request.epoch()));
		arguments.add(Long.toString(request.permit()));
		arguments.add(request.waited() ? "1" : "0");
		arguments.add(micros(request.pause()));
		arguments.add(request.throttled() ? "1" : "0");
		for (Report report : request.reports()) {
			arguments.add(Long.toString(report.permit()));
			arguments.add((report.returnsIn() == Report.RELEASED) ? "-1" : micros(report.returnsIn()));
		}
		return arguments.toArray();
	}

	private static long nanos(long micros) {
		return Math.multiplyExact(micros, NANOS_PER_MICRO);
	}

	/** Rounded up, so that a permit never returns too early. */
	private static String micros(long nanos) {
		return Long.toString(-Math.floorDiv(-nanos, NANOS_PER_MICRO));
	}

	@Override
	public String description() {
		String place = "";
		if (this.redis.getConnectionFactory() instanceof LettuceConnectionFactory lettuce && !lettuce.isClusterAware()
				&& !lettuce.isRedisSentinelAware()) {
			place = " at " + lettuce.getHostName() + ":" + lettuce.getPort();
		}
		return "Redis" + place + " (spring.data.redis.*)";
	}

	@Override
	public boolean isOpen() {
		return !(this.redis.getConnectionFactory() instanceof Lifecycle lifecycle) || lifecycle.isRunning();
	}

	@SuppressWarnings("unchecked")
	private static Class<List<Long>> resultType() {
		return (Class<List<Long>>) (Class<?>) List.class;
	}

}
