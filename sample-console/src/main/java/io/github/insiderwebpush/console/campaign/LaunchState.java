package io.github.insiderwebpush.console.campaign;

/**
 * State of a campaign's last launch.
 */
public enum LaunchState {

	/** It was not launched, or its launch was refused. */
	NONE,

	/** A person has scheduled it. */
	SCHEDULED,

	/** It was scheduled, and could not be sent in time. It is not sent any more. */
	EXPIRED,

	/** A launch was recorded; its outcome is not known yet. */
	LAUNCHING,

	/** It was launched. */
	LAUNCHED,

	/** It may have gone out. A person settles it. */
	UNCLEAR

}
