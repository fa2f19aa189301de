package io.github.insiderwebpush.test;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.test.SandboxCampaign.Status;
import io.github.insiderwebpush.test.SandboxLaunch.Target;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Creates, launches and deletes campaigns by the vendor's rules.
 */
final class CampaignDesk {

	private static final int MAX_TITLE = 100;

	private static final int MAX_DESCRIPTION = 255;

	private static final int MAX_DESCRIPTION_BESIDE_BANNER = 30;

	private static final int MAX_TTL_HOURS = 240;

	private static final Pattern LANGUAGE = Pattern
		.compile("all_ALL|[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?");

	private final CampaignBook book;

	private final String duplicateTitleText;

	CampaignDesk(CampaignBook book, String duplicateTitleText) {
		this.book = book;
		this.duplicateTitleText = duplicateTitleText;
	}

	SandboxAnswer create(Fields fields, Duration at) {
		String title = fields.requiredText("title", MAX_TITLE);
		String language = fields.requiredText("language");
		if (language != null && !LANGUAGE.matcher(language).matches()) {
			fields.problem("language", "The language format is invalid.");
		}
		boolean toAll = fields.flag("is_all");
		fields.refuseIfInvalid();
		Objects.requireNonNull(title);
		if (this.book.hasTitle(title)) {
			throw new Refusal(Envelopes.badRequest(WebPushOperation.CREATE, this.duplicateTitleText),
					"The title '" + title + "' is taken.");
		}
		SandboxCampaign campaign = this.book.create(title, Objects.requireNonNull(language), toAll, at);
		return success(201, campaign.id());
	}

	SandboxAnswer launch(String id, Fields fields, Duration at) {
		String title = fields.requiredText("title", MAX_TITLE);
		String banner = url(fields, "banner", fields.text("banner"), true);
		String description = fields.requiredText("description");
		fields.checkLength("description", description,
				(banner != null) ? MAX_DESCRIPTION_BESIDE_BANNER : MAX_DESCRIPTION);
		String image = url(fields, "image", fields.text("image"), true);
		String link = url(fields, "link", fields.requiredText("link"), false);
		boolean unengaged = fields.flag("include_unengaged");
		boolean unengagedAsInTheSamples = fields.flag("include_unengage");
		Duration ttl = ttl(fields);
		Target target = target(fields);
		fields.text("language");
		fields.refuseIfInvalid();
		SandboxCampaign campaign = find(WebPushOperation.LAUNCH, id);
		if (!campaign.toAllSubscribers() && target == null) {
			fields.problem("target", "The target field is required for a campaign that is not for all subscribers.");
			fields.refuseIfInvalid();
		}
		if (campaign.toAllSubscribers() && campaign.status() == Status.LAUNCHED) {
			String reason = "Campaign is for all subscribers and was sent before";
			throw new Refusal(Envelopes.failedDependency(WebPushOperation.LAUNCH, reason), reason + ".");
		}
		this.book.launch(campaign,
				new SandboxLaunch(campaign.id(), Objects.requireNonNull(title), Objects.requireNonNull(description),
						image, banner, Objects.requireNonNull(link), unengaged || unengagedAsInTheSamples,
						Objects.requireNonNull(ttl), target, at));
		return success(200, campaign.id());
	}

	SandboxAnswer delete(String id, Fields fields) {
		fields.refuseIfInvalid();
		SandboxCampaign campaign = find(WebPushOperation.DELETE, id);
		this.book.delete(campaign);
		return success(200, campaign.id());
	}

	private SandboxCampaign find(WebPushOperation operation, String id) {
		SandboxCampaign campaign = this.book.find(id);
		if (campaign == null) {
			throw new Refusal(Envelopes.campaignNotFound(operation), "There is no campaign " + id + ".");
		}
		return campaign;
	}

	private static SandboxAnswer success(int status, CampaignId id) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("success", true);
		body.put("campaign_id", id.value());
		return SandboxAnswer.json(status, body);
	}

	private static @Nullable String url(Fields fields, String field, @Nullable String text, boolean secure) {
		if (text != null && !isUrl(text, secure)) {
			fields.problem(field,
					"The " + field + " must be a valid " + (secure ? "https" : "http or https") + " URL.");
		}
		return text;
	}

	private static boolean isUrl(String text, boolean secure) {
		try {
			URI uri = new URI(text);
			boolean scheme = "https".equalsIgnoreCase(uri.getScheme())
					|| (!secure && "http".equalsIgnoreCase(uri.getScheme()));
			return scheme && uri.getHost() != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private static @Nullable Duration ttl(Fields fields) {
		String text = fields.requiredText("ttl");
		if (text == null) {
			return null;
		}
		if (!text.matches("[0-9]{1,9}") || Long.parseLong(text) == 0) {
			fields.problem("ttl", "The ttl must be a whole number of seconds.");
			return null;
		}
		Duration ttl = Duration.ofSeconds(Long.parseLong(text));
		if (ttl.toSeconds() > MAX_TTL_HOURS * 3600L) {
			fields.problem("ttl", "The ttl may not be greater than " + MAX_TTL_HOURS + " hours.");
		}
		return ttl;
	}

	private static @Nullable Target target(Fields fields) {
		JsonNode target = fields.get("target");
		if (target == null) {
			return null;
		}
		JsonNode attribute = target.get("attribute");
		List<String> values = texts(target.get("values"));
		if (!target.isObject() || attribute == null || !attribute.isString() || attribute.stringValue().isBlank()
				|| values.isEmpty()) {
			fields.problem("target", "The target must be exactly one object with an attribute and its values.");
			return null;
		}
		return new Target(attribute.stringValue(), values);
	}

	private static List<String> texts(@Nullable JsonNode array) {
		List<String> texts = new ArrayList<>();
		if (array != null && array.isArray()) {
			for (JsonNode element : array) {
				if (!element.isString()) {
					return List.of();
				}
				texts.add(element.stringValue());
			}
		}
		return texts;
	}

}
