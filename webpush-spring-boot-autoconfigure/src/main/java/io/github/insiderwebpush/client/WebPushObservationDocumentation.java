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
			return OperationTags.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return OperationDetails.values();
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
			return WaitTags.values();
		}

	};

	/**
	 * Tags of an operation.
	 */
	public enum OperationTags implements KeyName {

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
		OUTCOME("webpush.outcome");

		private final String key;

		OperationTags(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Details of traces beyond the tags.
	 */
	public enum OperationDetails implements KeyName {

		/** The title or id that the call is about. */
		SUBJECT {

			@Override
			public String asString() {
				return "webpush.subject";
			}

		}

	}

	/**
	 * Tags of a wait.
	 */
	public enum WaitTags implements KeyName {

		/** The budget: CREATE, LAUNCH, DELETE or STATISTICS. */
		BUDGET("webpush.budget"),

		/** The account's name in the configuration. */
		ACCOUNT("webpush.account"),

		/** How the wait ended: granted, rejected or cancelled. */
		RESULT("webpush.result");

		private final String key;

		WaitTags(String key) {
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
		ATTEMPT {

			@Override
			public String getName() {
				return "attempt";
			}

		},

		/** The server throttled it. */
		THROTTLED {

			@Override
			public String getName() {
				return "throttled";
			}

		}

	}

}
