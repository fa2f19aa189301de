package io.github.insiderwebpush.ratelimit.redis;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Runtime hints that include the script in a native image. Does not need Spring Data
 * Redis.
 *
 * @since 0.1.0
 */
public final class RedisSharedBudgetHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/github/insiderwebpush/ratelimit/redis/budget.lua");
	}

}
