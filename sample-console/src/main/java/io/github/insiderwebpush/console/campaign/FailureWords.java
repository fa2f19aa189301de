package io.github.insiderwebpush.console.campaign;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;

/**
 * What went wrong, for people who have never seen a stack trace.
 */
public final class FailureWords {

	private FailureWords() {
	}

	/**
	 * Say why a campaign is tried again.
	 */
	static String waiting(WebPushException ex) {
		return switch (ex.error()) {
			case UNAUTHORIZED, ACCESS_DENIED ->
				"Insider One does not accept the token or partner ID. Whoever runs this console must check them; it is tried again every minute.";
			case RATE_LIMITED, BUDGET_EXHAUSTED ->
				"Insider One takes no more for the moment. It is tried again by itself.";
			case CANCELLED -> "The console was stopped. It is tried again by itself.";
			case UNREACHABLE -> "Insider One could not be reached. It is tried again by itself.";
			default -> "Insider One did not say whether it was created" + reason(ex)
					+ " It is tried again under the same title, so it cannot exist twice.";
		};
	}

	/**
	 * Say why the queue has done with a campaign that has no id.
	 */
	static String ended(WebPushException ex, CampaignState state, boolean earlierAttemptUnclear) {
		return ended(ex, state) + ((state == CampaignState.FAILED && earlierAttemptUnclear)
				? " An earlier attempt may have gone through: look in the panel." : "");
	}

	private static String ended(WebPushException ex, CampaignState state) {
		if (state == CampaignState.EXISTS) {
			return "A campaign of this title exists, most likely this one, but the answer with its id is lost: look in the panel.";
		}
		return switch (ex.error()) {
			case DUPLICATE_TITLE -> "The title is taken at Insider One: choose another one.";
			case BAD_REQUEST -> "Insider One refused it" + reason(ex) + " Perhaps the title is taken.";
			default -> "Insider One refused it" + reason(ex);
		};
	}

	/**
	 * Say what became of a launch.
	 * @param ex how it failed
	 * @return one or two sentences
	 */
	public static String launch(WebPushException ex) {
		if (ex.outcome() != Outcome.NOT_APPLIED) {
			return "Unclear whether it went out: look in the panel before anything else.";
		}
		return switch (ex.error()) {
			case LAUNCH_DISABLED -> "Launching is switched off here (webpush.launch.enabled). Nothing was sent.";
			case UNAUTHORIZED, ACCESS_DENIED ->
				"Insider One does not accept the token or partner ID. Nothing was sent.";
			case CAMPAIGN_NOT_FOUND -> "Insider One does not know this campaign any more. Nothing was sent.";
			case UNREACHABLE -> "Insider One could not be reached. Nothing was sent.";
			case RATE_LIMITED, BUDGET_EXHAUSTED ->
				"Too many launches at once. Nothing was sent: try again in a minute.";
			default -> "Insider One refused the launch" + reason(ex) + " Nothing was sent.";
		};
	}

	/**
	 * Return the vendor's own words.
	 * @param ex the failure
	 * @return the end of a sentence
	 */
	public static String reason(WebPushException ex) {
		return (ex.detail() != null) ? " and says: \"" + ex.detail() + "\"." : ", and gives no reason.";
	}

}
