package io.github.insiderwebpush.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * One problem of the configuration.
 *
 * @param property the name of the property
 * @param value its value, {@code null} if it is missing or must not be shown
 * @param reason the rule that it breaks
 * @param action what to do
 */
record ConfigurationProblem(String property, @Nullable String value, String reason, String action) {

	String describe(@Nullable Origin origin) {
		return "'" + this.property + "'" + ((this.value != null) ? " is " + this.value : "")
				+ ((origin != null) ? " (" + origin + ")" : "") + ": " + this.reason;
	}

}
