package io.github.insiderwebpush.client;

import io.github.insiderwebpush.WebPushError;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations, with all names and tags. Events become meters of their own, so their
 * names are fixed.
 *
 * @since 0.1.0
 */
public enum WebPushObservationDocumentation implements ObservationDocumentation {

	/**
	 * One operation with all its waiting and attempts, around Spring's own observations
	 * of the HTTP exchanges.
	 */
	OPERATION {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultWebPushObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { Keys.OPERATION, Keys.ACCOUNT, Keys.ERROR, Keys.OUTCOME };
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { Keys.SUBJECT };
		}

		@Override
		public Observation.Event[] getEvents() {
			return Events.values();
		}

	},

	/**
	 * One wait of an operation: for the budget, and before it for the delay of a retry.
	 */
	WAIT {

		@Override
		public String getName() {
			return "webpush.wait";
		}

		@Override
		public String getContextualName() {
			return "webpush wait";
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { Keys.BUDGET, Keys.ACCOUNT, Keys.RESULT };
		}

	};

	/**
	 * Keys of the tags, and of the details that only traces have.
	 */
	public enum Keys implements KeyName {

		/**
		 * The operation: CREATE, LAUNCH, DELETE, or one of the three statistics calls.
		 */
		OPERATION("webpush.operation"),

		/**
		 * The account's name in the configuration; "default" for the top-level
		 * properties.
		 */
		ACCOUNT("webpush.account"),

		/**
		 * The WebPushError of a call that failed, or NONE.
		 */
		ERROR("webpush.error"),

		/**
		 * Whether the call took effect: APPLIED, NOT_APPLIED or UNKNOWN. Statistics never
		 * do.
		 */
		OUTCOME("webpush.outcome"),

		/** The title or id that the call is about. */
		SUBJECT("webpush.subject"),

		/** The budget: CREATE, LAUNCH, DELETE or STATISTICS. */
		BUDGET("webpush.budget"),

		/** How the wait ended: granted, rejected or cancelled. */
		RESULT("webpush.result");

		private final String key;

		Keys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Events within an operation.
	 */
	public enum Events implements Observation.Event {

		/** A request was sent. */
		ATTEMPT("attempt"),

		/** The server throttled it. */
		THROTTLED("throttled");

		private final String name;

		Events(String name) {
			this.name = name;
		}

		@Override
		public String getName() {
			return this.name;
		}

	}

}
