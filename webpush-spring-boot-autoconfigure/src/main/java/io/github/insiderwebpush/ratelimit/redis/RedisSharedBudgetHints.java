package io.github.insiderwebpush.ratelimit.redis;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Takes the script along into a native image. Knows nothing of Spring Data Redis.
 *
 * @since 0.1.0
 */
public final class RedisSharedBudgetHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/github/insiderwebpush/ratelimit/redis/budget.lua");
	}

}
