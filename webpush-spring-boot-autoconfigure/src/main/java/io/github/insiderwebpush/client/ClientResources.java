package io.github.insiderwebpush.client;

import java.util.Map;
import java.util.concurrent.Executor;

import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;
import org.springframework.util.Assert;

/**
 * Resources that the calls of one account share.
 *
 * @param account the name of the account
 * @param budgets where calls get their permits
 * @param httpSender sends one request
 * @param responseReader reads its response
 * @param retryPolicy decides whether another attempt follows
 * @param timer the clock and scheduler
 * @param lifecycle knows all calls that are not done
 * @param status tracks whether the credentials are accepted
 * @param activity requests in flight and the last failures
 * @param launchSettings how launches are sent, and whether
 * @param launchSwitch stops launches at run time
 * @param observationRegistry where calls are observed
 * @param observationConvention names and tags, {@code null} for the default
 * @param executor runs asynchronous calls
 * @param fallbackExecutor runs what that executor does not take
 * @param taskDecorator carries the context of the caller to the executor
 */
record ClientResources(String account, Map<Budget, RateLimitContext> budgets, HttpSender httpSender,
		ResponseReader responseReader, WebPushRetryPolicy retryPolicy, WebPushTimer timer, WebPushLifecycle lifecycle,
		AccountStatusTracker status, AccountActivity activity, LaunchSettings launchSettings,
		WebPushLaunchSwitch launchSwitch, ObservationRegistry observationRegistry,
		@Nullable WebPushObservationConvention observationConvention, Executor executor, Executor fallbackExecutor,
		TaskDecorator taskDecorator) {

	RateLimitContext budget(Budget budget) {
		RateLimitContext context = this.budgets.get(budget);
		Assert.state(context != null, () -> "There is no limiter for the budget " + budget);
		return context;
	}

	boolean areLaunchesEnabled() {
		return this.launchSettings.enabled() && !this.launchSwitch.isStopped(this.account);
	}

	CallObservation observe(ApiRequest<?> request) {
		return new CallObservation(request, this.account, this.observationRegistry, this.observationConvention);
	}

	CallExecutor asyncExecutor() {
		return new CallExecutor.Async(this.executor, this.fallbackExecutor, this.taskDecorator, this.timer);
	}

}
