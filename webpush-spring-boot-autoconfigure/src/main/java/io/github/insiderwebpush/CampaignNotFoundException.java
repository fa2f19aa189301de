package io.github.insiderwebpush;

import org.jspecify.annotations.Nullable;

/**
 * There is no such campaign.
 *
 * @since 0.1.0
 */
public final class CampaignNotFoundException extends WebPushException {

	private static final long serialVersionUID = 1L;

	CampaignNotFoundException(CallSummary call, WebPushErrorDetails details, String message,
			@Nullable Throwable cause) {
		super(call, details, message, cause);
	}

}
