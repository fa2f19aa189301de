package io.github.insiderwebpush;

import org.jspecify.annotations.Nullable;

/**
 * A create was refused because a campaign of that title exists. When an earlier attempt
 * of the same call was unclear, that campaign may be the one which this call created: see
 * {@link #mayBeOurs()}.
 *
 * @since 0.1.0
 */
public final class DuplicateTitleException extends WebPushException {

	private static final long serialVersionUID = 1L;

	DuplicateTitleException(CallSummary call, WebPushErrorDetails details, String message, @Nullable Throwable cause) {
		super(call, details, message, cause);
	}

	/**
	 * Return whether the campaign that has the title may have been created by this very
	 * call. It was for sure if {@link #outcome()} is {@link Outcome#APPLIED}, which takes
	 * {@code CreateCampaign.Builder.uniqueTitle()}.
	 * @return whether an earlier attempt of this call was unclear
	 */
	public boolean mayBeOurs() {
		return outcome() != Outcome.NOT_APPLIED;
	}

}
