package io.github.insiderwebpush.client;

import java.util.function.Supplier;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.client.WebPushObservationDocumentation.Events;
import io.github.insiderwebpush.client.WebPushObservationDocumentation.Keys;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The observations of one call. A handler or convention of the application that fails is
 * logged, and changes nothing for the call.
 */
final class CallObservation {

	private static final Log logger = LogFactory.getLog(CallObservation.class);

	private final ObservationRegistry registry;

	private final WebPushObservationContext context;

	private final Observation operation;

	private volatile @Nullable Observation wait;

	CallObservation(ApiRequest<?> request, String account, ObservationRegistry registry,
			@Nullable WebPushObservationConvention convention) {
		this.registry = registry;
		String subject = request.subject();
		this.context = new WebPushObservationContext(request.operation(), account,
				(subject != null) ? Printable.line(subject) : null);
		this.operation = safely(() -> WebPushObservationDocumentation.OPERATION
			.observation(convention, DefaultWebPushObservationConvention.INSTANCE, () -> this.context, registry)
			.start(), Observation.NOOP);
	}

	void waitStarts() {
		this.wait = safely(() -> WebPushObservationDocumentation.WAIT.observation(this.registry)
			.lowCardinalityKeyValue(Keys.BUDGET.withValue(this.context.operation().budget().name()))
			.lowCardinalityKeyValue(Keys.ACCOUNT.withValue(this.context.account()))
			.parentObservation(this.operation)
			.start(), Observation.NOOP);
	}

	/**
	 * The wait ended, if there was one.
	 * @param result granted, rejected or cancelled
	 */
	void waitEnds(String result) {
		Observation ended = this.wait;
		if (ended != null) {
			this.wait = null;
			safely(() -> ended.lowCardinalityKeyValue(Keys.RESULT.withValue(result)).stop());
		}
	}

	/**
	 * An attempt starts.
	 * @return to be run when it ends
	 */
	Runnable attemptStarts() {
		safely(() -> this.operation.event(Events.ATTEMPT));
		Observation.Scope before = this.registry.getCurrentObservationScope();
		Observation.Scope scope = safely(this.operation::openScope, Observation.Scope.NOOP);
		return () -> {
			safely(scope::close);
			// A handler that fails would leave its scope on the thread.
			this.registry.setCurrentObservationScope(before);
		};
	}

	void throttled() {
		safely(() -> this.operation.event(Events.THROTTLED));
	}

	/**
	 * The call ended.
	 * @param failure how it failed, {@code null} if it did not
	 */
	void ends(@Nullable WebPushException failure) {
		waitEnds("cancelled");
		this.context.ended(failure);
		if (failure != null) {
			safely(() -> this.operation.error(failure));
		}
		safely(this.operation::stop);
	}

	private static void safely(Runnable step) {
		safely(() -> {
			step.run();
			return true;
		}, true);
	}

	private static <V> V safely(Supplier<V> step, V otherwise) {
		try {
			return step.get();
		}
		catch (Throwable ex) {
			logger.warn("An observation handler or convention failed; the call is not affected", ex);
			return otherwise;
		}
	}

}
