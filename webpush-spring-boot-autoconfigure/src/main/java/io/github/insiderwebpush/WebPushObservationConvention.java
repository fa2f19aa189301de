package io.github.insiderwebpush;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags of the observation of a call. A bean of this type replaces the default,
 * {@link DefaultWebPushObservationConvention}.
 */
public interface WebPushObservationConvention extends ObservationConvention<WebPushObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof WebPushObservationContext;
	}

}
