package io.github.insiderwebpush.bulk;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.client.WebPushLifecycle;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.WebPushTimer;

import org.springframework.util.Assert;

/**
 * The parts of a client that runs use.
 *
 * @param calls calls without a deadline
 * @param timer the clock
 * @param executor runs everything that belongs to a run; rejects nothing
 * @param interval how far apart calls of an operation are when its budget is used to the
 * full
 * @param lifecycle stops runs when the application stops
 */
record BulkClient(WebPushAsyncOperations calls, WebPushTimer timer, Executor executor,
		Function<WebPushOperation, Duration> interval, WebPushLifecycle lifecycle) {

	static BulkClient of(WebPushTemplate template) {
		Assert.notNull(template, "'template' must not be null");
		return new BulkClient(template.background(), template.timer(), template.executor(), (operation) -> {
			BudgetUsage usage = template.usage(operation.budget());
			return usage.period().dividedBy(usage.limit());
		}, template.lifecycle());
	}

}
