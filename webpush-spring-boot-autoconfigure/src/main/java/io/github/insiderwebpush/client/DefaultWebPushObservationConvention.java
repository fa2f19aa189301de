package io.github.insiderwebpush.client;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.client.WebPushObservationDocumentation.Keys;
import io.micrometer.common.KeyValues;

/**
 * The names and tags that the documentation lists.
 *
 * @since 0.1.0
 */
public class DefaultWebPushObservationConvention implements WebPushObservationConvention {

	static final DefaultWebPushObservationConvention INSTANCE = new DefaultWebPushObservationConvention();

	@Override
	public String getName() {
		return "webpush.operation";
	}

	@Override
	public String getContextualName(WebPushObservationContext context) {
		return "webpush " + context.operation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(WebPushObservationContext context) {
		KeyValues always = KeyValues.of(Keys.OPERATION.withValue(context.operation().name()),
				Keys.ACCOUNT.withValue(context.account()));
		return context.isEnded() ? always.and(result(context)) : always;
	}

	private static KeyValues result(WebPushObservationContext context) {
		WebPushException failure = context.failure();
		if (failure != null) {
			return result(failure.error().name(), failure.outcome());
		}
		boolean read = context.operation().isRead();
		return result("NONE", read ? Outcome.NOT_APPLIED : Outcome.APPLIED);
	}

	private static KeyValues result(String error, Outcome outcome) {
		return KeyValues.of(Keys.ERROR.withValue(error), Keys.OUTCOME.withValue(outcome.name()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(WebPushObservationContext context) {
		String subject = context.subject();
		return (subject != null) ? KeyValues.of(Keys.SUBJECT.withValue(subject)) : KeyValues.empty();
	}

}
