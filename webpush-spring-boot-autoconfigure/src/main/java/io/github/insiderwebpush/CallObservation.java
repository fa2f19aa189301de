package io.github.insiderwebpush;

import io.github.insiderwebpush.WebPushObservationDocumentation.Events;
import io.github.insiderwebpush.WebPushObservationDocumentation.WaitTags;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What a call tells whoever observes it. Costs next to nothing while nobody does.
 */
final class CallObservation {

	private final ObservationRegistry registry;

	private final WebPushObservationContext context;

	private final Observation operation;

	private volatile @Nullable Observation wait;

	CallObservation(Request<?> request, String account, ObservationRegistry registry,
			@Nullable WebPushObservationConvention convention) {
		this.registry = registry;
		this.context = new WebPushObservationContext(request.operation(), account, request.subject());
		this.operation = WebPushObservationDocumentation.OPERATION
			.observation(convention, DefaultWebPushObservationConvention.INSTANCE, () -> this.context, registry)
			.start();
		waitBegins();
	}

	void waitBegins() {
		if (!this.registry.isNoop()) {
			this.wait = WebPushObservationDocumentation.WAIT.observation(this.registry)
				.lowCardinalityKeyValue(WaitTags.BUDGET.withValue(this.context.operation().budget().name()))
				.lowCardinalityKeyValue(WaitTags.ACCOUNT.withValue(this.context.account()))
				.parentObservation(this.operation)
				.start();
		}
	}

	/**
	 * A wait ended, if there was one.
	 * @param result granted, refused or cancelled
	 */
	void waitEnds(String result) {
		Observation ended = this.wait;
		if (ended != null) {
			this.wait = null;
			ended.lowCardinalityKeyValue(WaitTags.RESULT.withValue(result)).stop();
		}
	}

	Observation.Scope attemptBegins() {
		this.operation.event(Events.ATTEMPT);
		return this.operation.openScope();
	}

	void throttled() {
		this.operation.event(Events.THROTTLED);
	}

	void succeeded() {
		this.context.ended(null);
		this.operation.stop();
	}

	void failed(Throwable failure) {
		waitEnds("cancelled");
		this.context.ended((failure instanceof WebPushException webPushFailure) ? webPushFailure : null);
		this.operation.error(failure).stop();
	}

}
