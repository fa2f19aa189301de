package io.github.insiderwebpush;

/**
 * There is no such campaign.
 *
 * @since 0.1.0
 */
public final class CampaignNotFoundException extends WebPushException {

	private static final long serialVersionUID = 1L;

	CampaignNotFoundException(Builder builder) {
		super(builder);
	}

}
