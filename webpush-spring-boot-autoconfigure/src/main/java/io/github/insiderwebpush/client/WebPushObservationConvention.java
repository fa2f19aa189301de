package io.github.insiderwebpush.client;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags of the observation of a call. A bean of this type replaces the default,
 * {@link DefaultWebPushObservationConvention}.
 *
 * @since 0.1.0
 */
public interface WebPushObservationConvention extends ObservationConvention<WebPushObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof WebPushObservationContext;
	}

}
