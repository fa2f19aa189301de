package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.stream.Collectors;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import org.jspecify.annotations.Nullable;

/**
 * The message of a failure, one line: what was tried, what happened, whether it took
 * effect, and what the caller can do.
 */
final class FailureMessage {

	private FailureMessage() {
	}

	static String of(ApiRequest<?> request, WebPushErrorDetails details, Outcome outcome, String account, int attempts,
			Duration waited) {
		StringBuilder message = new StringBuilder(request.operation().name());
		if (request.subject() != null) {
			message.append(" '").append(request.subject()).append('\'');
		}
		message.append(" failed: ").append(details.error());
		if (details.statusCode() != null) {
			message.append(" (HTTP ").append(details.statusCode()).append(')');
		}
		if (!request.operation().isRead()) {
			message.append(", outcome ").append(outcome);
		}
		if (details.detail() != null) {
			message.append(". Insider One: \"").append(details.detail()).append('"');
		}
		if (!details.fieldErrors().isEmpty()) {
			message.append(". Fields: ")
				.append(ErrorText.cut(details.fieldErrors()
					.entrySet()
					.stream()
					.map((field) -> field.getKey() + " " + field.getValue())
					.collect(Collectors.joining(", "))));
		}
		String hint = (details.hint() != null) ? details.hint() : hint(details.error(), account);
		if (hint != null) {
			message.append(". ").append(hint);
		}
		String advice = advice(request, outcome);
		if (advice != null) {
			message.append(". ").append(advice);
		}
		message.append(" [account ").append(account).append(", attempts ").append(attempts);
		message.append(", waited ").append(Durations.readable(waited));
		if (details.retryAfter() != null) {
			message.append(", retry after ").append(Durations.readable(details.retryAfter()));
		}
		if (details.cfRay() != null) {
			message.append(", CF-RAY ").append(details.cfRay());
		}
		return Printable.line(message.append(']').toString());
	}

	/**
	 * Return what to check when credentials are rejected, by the account's own
	 * properties.
	 */
	private static @Nullable String hint(WebPushError error, String account) {
		String prefix = account.equals("default") ? "webpush." : "webpush.accounts." + account + ".";
		return switch (error) {
			case UNAUTHORIZED -> "Check '" + prefix + "token': the API key may be wrong, expired, bound to other IP "
					+ "addresses, or one of the old Web Push Settings keys that were switched off on 2025-10-15";
			case ACCESS_DENIED -> "Check that '" + prefix + "token' and '" + prefix + "partner-id' belong together";
			default -> null;
		};
	}

	/**
	 * Return what the caller can do about an outcome, {@code null} if nothing is needed.
	 * A campaign for a segment may not be visible in the panel, so that advice never
	 * points there.
	 */
	static @Nullable String advice(ApiRequest<?> request, Outcome outcome) {
		if (outcome == Outcome.NOT_APPLIED) {
			return null;
		}
		boolean applied = outcome == Outcome.APPLIED;
		boolean visible = request.visibleInPanel();
		return switch (request.operation()) {
			case CREATE -> {
				if (applied) {
					yield visible
							? "The draft exists but its ID is lost: take the ID from the InOne panel, or delete the draft there and create it again"
							: "The draft exists but its ID is lost, and drafts for a segment cannot be looked up: create it under another title, or ask Insider One's support";
				}
				yield visible
						? "The draft may exist: look for the title in the InOne panel, or create it again: DUPLICATE_TITLE then proves that the title exists"
						: "The draft may exist: create it again under the same title: DUPLICATE_TITLE then proves that the title exists";
			}
			case LAUNCH -> {
				if (applied) {
					yield "The launch was accepted although the response was lost. Do not launch again";
				}
				yield visible ? "Do not launch again before the InOne panel shows the campaign as Draft"
						: "Do not launch again: a row of the campaign in overall-metrics proves that it was sent (no row proves nothing, figures lag); otherwise ask Insider One's support, with the CF-RAY if there is one";
			}
			case DELETE -> "Deleting again is safe: CAMPAIGN_NOT_FOUND then means that the campaign is deleted";
			default -> null;
		};
	}

}
