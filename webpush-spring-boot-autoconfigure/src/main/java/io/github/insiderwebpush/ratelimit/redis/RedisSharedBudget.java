package io.github.insiderwebpush.ratelimit.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.insiderwebpush.ratelimit.SharedBudget;
import org.jspecify.annotations.Nullable;

import org.springframework.context.Lifecycle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.util.Assert;

/**
 * A budget kept by one Lua script, under one key that expires, by the clock of Redis. The
 * key holds numbers, and names of instances that are made up at random: no token, and
 * nothing that was made from one.
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
	 * what the limiter waits for
	 * @param account what instances share the budget by, such as the partner ID, without
	 * braces
	 * @param budget the budget's name
	 */
	public RedisSharedBudget(RedisConnectionFactory connectionFactory, String account, String budget) {
		Assert.notNull(connectionFactory, "'connectionFactory' must not be null");
		Assert.hasText(account, "'account' must not be empty");
		Assert.hasText(budget, "'budget' must not be empty");
		this.redis = new StringRedisTemplate(connectionFactory);
		this.keys = List.of(key(account, budget));
	}

	/**
	 * Return the key of a budget. All budgets of an account are in the same hash slot.
	 * @param account what instances share the budget by
	 * @param budget the budget's name
	 * @return the key
	 */
	public static String key(String account, String budget) {
		return "webpush:{" + account + "}:" + budget;
	}

	@Override
	public Reply ask(Question question) {
		List<Long> answer = Objects.requireNonNull(execute(question), "Redis gave no answer");
		return new Reply(verdict(answer.get(0)), answer.get(1) * NANOS_PER_MICRO, Math.toIntExact(answer.get(2)),
				Math.toIntExact(answer.get(3)), answer.get(4) * NANOS_PER_MICRO, answer.get(5));
	}

	private @Nullable List<Long> execute(Question question) {
		try {
			return this.redis.execute(SCRIPT, this.keys, arguments(question));
		}
		catch (RuntimeException ex) {
			if (this.redis.getConnectionFactory() instanceof Lifecycle lifecycle && !lifecycle.isRunning()) {
				throw new ClosedException(ex);
			}
			throw ex;
		}
	}

	private static Object[] arguments(Question question) {
		List<String> arguments = new ArrayList<>();
		arguments.add(question.instance());
		arguments.add(Integer.toString(question.limit()));
		arguments.add(atLeast(question.period()));
		arguments.add(Integer.toString(question.burst()));
		arguments.add(atLeast(question.longestRequest()));
		arguments.add(Integer.toString(question.wanted()));
		arguments.add(Long.toString(question.first()));
		arguments.add(flag(question.waited()));
		arguments.add(flag(question.more()));
		arguments.add(Long.toString(question.epoch()));
		arguments.add(flag(question.known()));
		boolean isSpan = question.stop() != Question.NO_STOP && question.stop() != Question.REST_OF_WINDOW;
		arguments.add(isSpan ? atLeast(question.stop()) : Long.toString(question.stop()));
		arguments.add(atLeast(question.pause()));
		for (Report report : question.reports()) {
			arguments.add(switch (report.state()) {
				case HELD -> "h";
				case ENDED -> "e";
				case UNUSED -> "u";
			});
			arguments.add(Long.toString(report.permit()));
			// Rounded down, so that a permit never comes back too early.
			arguments.add(Long.toString(Math.floorDiv(report.ago(), NANOS_PER_MICRO)));
		}
		return arguments.toArray();
	}

	private static String atLeast(long nanos) {
		return Long.toString(-Math.floorDiv(-nanos, NANOS_PER_MICRO));
	}

	private static String flag(boolean value) {
		return value ? "1" : "0";
	}

	private static Verdict verdict(long code) {
		if (code < 0) {
			return Verdict.REPORT_ALL;
		}
		return (code > 0) ? Verdict.GRANTED : Verdict.WAIT;
	}

	@SuppressWarnings("unchecked")
	private static Class<List<Long>> resultType() {
		return (Class<List<Long>>) (Class<?>) List.class;
	}

}
