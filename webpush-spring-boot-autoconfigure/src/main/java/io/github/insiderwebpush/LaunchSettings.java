package io.github.insiderwebpush;

import java.time.temporal.ChronoUnit;

import org.springframework.util.Assert;

/**
 * Settings of launches, where the documents of the API leave a choice.
 *
 * @param enabled whether a launch is sent at all; otherwise it is validated and refused
 * @param ttlUnit the unit of {@code ttl} on the wire. A duration that is no multiple of
 * it is rounded up
 * @param unengagedField how the field for unengaged subscribers is spelled
 * @since 0.1.0
 */
public record LaunchSettings(boolean enabled, TtlUnit ttlUnit, UnengagedField unengagedField) {

	/**
	 * The defaults.
	 */
	public static final LaunchSettings DEFAULTS = new LaunchSettings(true, TtlUnit.SECONDS, UnengagedField.BOTH);

	public LaunchSettings {
		Assert.notNull(ttlUnit, "'ttlUnit' must not be null");
		Assert.notNull(unengagedField, "'unengagedField' must not be null");
	}

	/**
	 * Units of the time to live, which the documents do not name.
	 */
	public enum TtlUnit {

		/** Seconds. */
		SECONDS(ChronoUnit.SECONDS),

		/** Minutes. */
		MINUTES(ChronoUnit.MINUTES),

		/** Hours. */
		HOURS(ChronoUnit.HOURS);

		private final ChronoUnit unit;

		TtlUnit(ChronoUnit unit) {
			this.unit = unit;
		}

		/**
		 * Return the length of the unit.
		 * @return the length in seconds
		 */
		public long toSeconds() {
			return this.unit.getDuration().toSeconds();
		}

	}

	/**
	 * The spellings in the documents: tables have one, samples the other.
	 */
	public enum UnengagedField {

		/** Send both. */
		BOTH,

		/** {@code include_unengaged}, as in the tables. */
		INCLUDE_UNENGAGED,

		/** {@code include_unengage}, as in the samples. */
		INCLUDE_UNENGAGE

	}

}
