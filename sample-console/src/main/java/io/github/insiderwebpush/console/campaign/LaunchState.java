package io.github.insiderwebpush.console.campaign;

/**
 * Whether a campaign was launched.
 */
public enum LaunchState {

	/** It was not launched, or its launch was refused. */
	NONE,

	/** A launch was recorded; what became of it is not known yet. */
	LAUNCHING,

	/** It was launched. */
	LAUNCHED,

	/** It may have gone out. It is never launched again from here. */
	UNCLEAR

}
