package io.github.insiderwebpush;

import java.time.temporal.ChronoUnit;
import java.util.Locale;

import org.springframework.util.Assert;

/**
 * Settings of launches, where the documents of the API leave a choice.
 *
 * @param enabled whether a launch is sent at all; otherwise it is validated and refused
 * @param ttlUnit the unit of {@code ttl} on the wire, which the documents do not name:
 * seconds, minutes or hours. A duration that is no multiple of it is rounded up
 * @param unengagedField how the field for unengaged subscribers is spelled
 * @since 0.1.0
 */
public record LaunchSettings(boolean enabled, ChronoUnit ttlUnit, UnengagedField unengagedField) {

	/**
	 * The defaults.
	 */
	public static final LaunchSettings DEFAULTS = new LaunchSettings(true, ChronoUnit.SECONDS, UnengagedField.BOTH);

	public LaunchSettings {
		Assert.notNull(ttlUnit, "'ttlUnit' must not be null");
		Assert.isTrue(ttlUnit == ChronoUnit.SECONDS || ttlUnit == ChronoUnit.MINUTES || ttlUnit == ChronoUnit.HOURS,
				() -> "'ttlUnit' must be seconds, minutes or hours, but is " + ttlUnit.name().toLowerCase(Locale.ROOT));
		Assert.notNull(unengagedField, "'unengagedField' must not be null");
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
