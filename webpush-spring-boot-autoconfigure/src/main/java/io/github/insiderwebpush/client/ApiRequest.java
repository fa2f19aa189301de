package io.github.insiderwebpush.client;

import java.util.Map;
import java.util.function.Function;

import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CampaignId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Request of one operation, and how to read its response.
 *
 * @param <T> the type of the result
 * @param operation the operation, which names method and path
 * @param subject the title or ID that it is about, for messages
 * @param campaignId the ID in the path, {@code null} if the path has none
 * @param visibleInPanel whether the campaign is known to be for all subscribers: one for
 * a segment may not be visible in the InOne panel
 * @param fields the fields of the body, beside the partner ID
 * @param reader reads the JSON of a 2xx response; {@code null} if it says nothing usable
 * @param titleUnique whether a duplicate can only come from an earlier attempt
 * @param deleted the result of a delete that finds nothing more to say: an empty 2xx, or
 * no campaign after an unclear attempt; {@code null} for all other operations
 */
record ApiRequest<T>(WebPushOperation operation, @Nullable String subject, @Nullable CampaignId campaignId,
		boolean visibleInPanel, Map<String, Object> fields, Function<JsonNode, @Nullable T> reader, boolean titleUnique,
		@Nullable T deleted) {

	ApiRequest(WebPushOperation operation, @Nullable String subject, Map<String, Object> fields,
			Function<JsonNode, @Nullable T> reader) {
		this(operation, subject, null, false, fields, reader, false, null);
	}

	Object[] pathVariables() {
		return (this.campaignId != null) ? new Object[] { this.campaignId.value() } : new Object[0];
	}

	/**
	 * Return the result of an attempt that failed because an earlier one had succeeded,
	 * or {@code null}.
	 */
	@Nullable T resultOfEarlierAttempt(WebPushErrorDetails failure, boolean earlierUnclear) {
		return (earlierUnclear && failure.error() == WebPushError.CAMPAIGN_NOT_FOUND) ? this.deleted : null;
	}

}
