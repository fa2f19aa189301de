package io.github.insiderwebpush;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

import org.springframework.util.Assert;

/**
 * A view of a template for work that has no deadline.
 */
final class PatientTemplate extends WebPushTemplate implements WebPushPatientOperations {

	PatientTemplate(WebPushTemplate template) {
		super(template);
	}

	@Override
	long permitTimeout(Request<?> request) {
		return Permits.FOREVER;
	}

	@Override
	public void withdraw(CompletableFuture<?> call) {
		Assert.isInstanceOf(CallFuture.class, call, "'call' must be what a method of this object returned: ");
		((CallFuture<?>) call).withdraw();
	}

	@Override
	public void execute(Runnable step) {
		Assert.notNull(step, "'step' must not be null");
		WebPushTimer timer = timer();
		timer.workBegins();
		Runnable work = () -> {
			try {
				step.run();
			}
			finally {
				timer.workEnds();
			}
		};
		try {
			executor().execute(work);
		}
		catch (RejectedExecutionException ex) {
			// What is under way must still be told, and not by whoever asks.
			new CompletableFuture<>().defaultExecutor().execute(work);
		}
	}

	@Override
	public WebPushTimer timer() {
		return environment().timer();
	}

	@Override
	public Duration interval(WebPushOperation operation) {
		RateLimiterConfig config = environment().budgetOf(operation).limiter().getRateLimiterConfig();
		return config.getLimitRefreshPeriod().dividedBy(config.getLimitForPeriod());
	}

}
