package io.github.insiderwebpush.client;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.statistics.BuilderId;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a response: the result of the operation, or what went wrong.
 */
final class ResponseReader {

	private static final Log logger = LogFactory.getLog(ResponseReader.class);

	/** No number in a response of the API is longer. */
	private static final int LONGEST_NUMBER = 40;

	private final WebPushErrorTranslator translator;

	private final DefaultWebPushErrorTranslator defaultTranslator = new DefaultWebPushErrorTranslator();

	ResponseReader(WebPushErrorTranslator translator) {
		this.translator = translator;
	}

	<T> T read(ApiRequest<T> request, ApiResponse response) throws AttemptFailedException {
		if (!response.status().is2xxSuccessful()) {
			throw refused(request, response);
		}
		boolean success = Json.saysSuccess(response.body());
		Outcome outcome = success ? Outcome.APPLIED : Outcome.UNKNOWN;
		IOException broken = response.broken();
		if (broken != null && !(broken instanceof ResponseTooLongException || broken instanceof ZipException)) {
			throw new AttemptFailedException(WebPushErrorDetails.of(WebPushError.NO_RESPONSE, outcome).build(), broken);
		}
		if (broken == null && request.deleted() != null && response.isEmpty()) {
			return request.deleted();
		}
		JsonNode json = (broken == null) ? Json.read(response.body()) : null;
		if (json != null && json.has("success") && !success) {
			throw refused(request, response);
		}
		if (json != null && isAboutAnotherCampaign(request, json)) {
			throw unreadable(response, Outcome.UNKNOWN, "The response is about campaign " + campaignId(json), null);
		}
		try {
			T result = (json != null) ? request.reader().apply(json) : null;
			if (result != null) {
				return result;
			}
		}
		catch (RuntimeException ex) {
			throw unreadable(response, outcome, null, ex);
		}
		throw unreadable(response, outcome, (broken != null) ? broken.getMessage() : null, broken);
	}

	private static boolean isAboutAnotherCampaign(ApiRequest<?> request, JsonNode json) {
		CampaignId id = campaignId(json);
		return id != null && request.campaignId() != null && !id.equals(request.campaignId());
	}

	private AttemptFailedException refused(ApiRequest<?> request, ApiResponse response) {
		WebPushErrorDetails details = translate(request.operation(), response);
		return new AttemptFailedException(redacted(details, response.redactor()), null);
	}

	private WebPushErrorDetails translate(WebPushOperation operation, ApiResponse response) {
		try {
			WebPushErrorDetails details = this.translator.translate(operation, response.status(), response.headers(),
					response.body());
			if (details != null) {
				return details;
			}
			logger.warn("The error translator " + this.translator.getClass().getName()
					+ " returned null; the default one decides");
		}
		catch (RuntimeException | Error ex) {
			logger.warn(
					"The error translator " + this.translator.getClass().getName() + " failed; the default one decides",
					ex);
		}
		return this.defaultTranslator.translate(operation, response.status(), response.headers(), response.body());
	}

	private static AttemptFailedException unreadable(ApiResponse response, Outcome outcome, @Nullable String hint,
			@Nullable Throwable cause) {
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.UNREADABLE_RESPONSE, outcome)
			.status(response.status())
			.detail(ErrorText.of(response.body()).readable())
			.hint(hint)
			.cfRay(DefaultWebPushErrorTranslator.cfRay(response.headers()))
			.build();
		return new AttemptFailedException(redacted(details, response.redactor()), cause);
	}

	private static WebPushErrorDetails redacted(WebPushErrorDetails details, TokenRedactor redactor) {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		details.fieldErrors()
			.forEach((field, texts) -> fields.put(redactor.redact(field),
					texts.stream().map(redactor::redact).toList()));
		return new WebPushErrorDetails(details.error(), details.outcome(), details.statusCode(),
				redacted(details.detail(), redactor), redacted(details.hint(), redactor), details.retryAfter(), fields,
				redacted(details.cfRay(), redactor));
	}

	private static @Nullable String redacted(@Nullable String text, TokenRedactor redactor) {
		return (text != null) ? redactor.redact(text) : null;
	}

	/**
	 * Return whether a response accepts an operation: it says so, or names the campaign.
	 */
	static boolean isAccepted(JsonNode json) {
		JsonNode success = json.path("success");
		return (success.isBoolean() && success.booleanValue()) || campaignId(json) != null;
	}

	/**
	 * Return the ID of a response: a number, a text that is one, also under
	 * {@code content}.
	 */
	static @Nullable CampaignId campaignId(JsonNode json) {
		Long id = number(json, "campaign_id");
		return (id != null) ? CampaignId.of(id) : null;
	}

	/**
	 * Return the builder ID of a response, which most responses do not have.
	 */
	static @Nullable BuilderId builderId(JsonNode json) {
		Long id = number(json, "builder_id");
		return (id != null) ? BuilderId.of(id) : null;
	}

	private static @Nullable Long number(JsonNode json, String field) {
		JsonNode value = json.path(field);
		String text = (value.isValueNode() ? value : json.path("content").path(field)).asString("").strip();
		if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
			return null;
		}
		try {
			long number = new BigDecimal(text).longValueExact();
			return (number > 0) ? number : null;
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return null;
		}
	}

}
