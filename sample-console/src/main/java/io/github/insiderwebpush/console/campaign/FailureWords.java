package io.github.insiderwebpush.console.campaign;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;

/**
 * Failures in words for people who have never seen a stack trace. A campaign for all
 * subscribers can be looked up in the InOne panel; one for a segment may not be visible
 * there, so the advice differs.
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
				"Insider One does not accept the API key or partner ID. The operator of this console must check them. Next attempt in a minute.";
			case RATE_LIMITED, BUDGET_EXHAUSTED, PAUSED_BY_SERVER ->
				"Insider One accepts no more requests at the moment. It is tried again automatically.";
			case CANCELLED -> "It was stopped before it was sent. It is tried again automatically.";
			case UNREACHABLE -> "Insider One could not be reached. It is tried again automatically.";
			default -> "Insider One did not confirm the campaign" + reason(ex)
					+ " It is tried again under the same name, so it cannot exist twice.";
		};
	}

	/**
	 * Say why the queue is done with a campaign that has no ID.
	 */
	static String ended(WebPushException ex, CampaignState state, Campaign before) {
		if (state == CampaignState.EXISTS) {
			return "It exists at Insider One, but the response with its ID was lost. Choose Resolve to settle it.";
		}
		return refusal(ex)
				+ (before.unclear() ? " An earlier attempt may have created it: " + whereToLook(before.toAll()) : "");
	}

	private static String refusal(WebPushException ex) {
		return switch (ex.error()) {
			case DUPLICATE_TITLE -> "The name exists at Insider One. Choose another one.";
			case BAD_REQUEST -> "Insider One refused it" + reason(ex) + " The name may exist already.";
			default -> "Insider One refused it" + reason(ex);
		};
	}

	/**
	 * Say what became of a launch.
	 * @param ex how it failed
	 * @param toAll whether the campaign is for all subscribers
	 * @return one or two sentences
	 */
	public static String launch(WebPushException ex, boolean toAll) {
		if (ex.outcome() != Outcome.NOT_APPLIED) {
			return "It is unclear whether it was sent: " + whereToLook(toAll)
					+ ((ex.cfRay() != null) ? " Quote CF-RAY " + ex.cfRay() + "." : "");
		}
		return switch (ex.error()) {
			case LAUNCH_DISABLED -> "Launching is switched off in this console. Nothing was sent.";
			case UNAUTHORIZED, ACCESS_DENIED ->
				"Insider One does not accept the API key or partner ID. Nothing was sent.";
			case CAMPAIGN_NOT_FOUND -> "Insider One does not know this campaign any more. Nothing was sent.";
			case UNREACHABLE -> "Insider One could not be reached. Nothing was sent.";
			case CANCELLED -> "The console was stopped. Nothing was sent.";
			case RATE_LIMITED, BUDGET_EXHAUSTED, PAUSED_BY_SERVER ->
				"Insider One accepts no more launches at the moment. Nothing was sent. Try again in a minute.";
			default -> "Insider One refused the launch" + reason(ex) + " Nothing was sent.";
		};
	}

	static String delete(WebPushException ex) {
		return "Insider One did not delete it" + reason(ex);
	}

	/**
	 * Say where a person can find out what became of a campaign.
	 * @param toAll whether the campaign is for all subscribers
	 * @return a sentence
	 */
	public static String whereToLook(boolean toAll) {
		return toAll ? "look for it on the Web Push page of the InOne panel."
				: "the InOne panel may not show segment campaigns, so check the statistics or ask Insider One's support.";
	}

	private static String reason(WebPushException ex) {
		return (ex.detail() != null) ? ": \"" + ex.detail() + "\"." : " without giving a reason.";
	}

}
