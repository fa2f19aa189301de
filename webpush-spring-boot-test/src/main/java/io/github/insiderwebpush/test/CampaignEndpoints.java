package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.test.SandboxCampaign.Status;
import io.github.insiderwebpush.test.SandboxLaunch.Target;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The endpoints that create, launch and delete campaigns, with the rules of the API.
 */
final class CampaignEndpoints {

	private static final int MAX_TITLE = 100;

	private static final int MAX_DESCRIPTION = 255;

	private static final int MAX_DESCRIPTION_BESIDE_BANNER = 30;

	private static final int MAX_TTL_HOURS = 240;

	private static final Pattern LANGUAGE = Pattern
		.compile("all_ALL|[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?");

	private final CampaignStore store;

	private final int duplicateTitleStatus;

	private final String duplicateTitleText;

	CampaignEndpoints(CampaignStore store, int duplicateTitleStatus, String duplicateTitleText) {
		this.store = store;
		this.duplicateTitleStatus = duplicateTitleStatus;
		this.duplicateTitleText = duplicateTitleText;
	}

	SandboxResponse create(String account, RequestFields fields, Duration at) {
		String title = fields.requiredText("title", MAX_TITLE);
		String language = fields.requiredText("language");
		if (language != null && !LANGUAGE.matcher(language).matches()) {
			fields.problem("language", "The language format is invalid.");
		}
		boolean toAll = fields.flag("is_all");
		fields.rejectIfInvalid();
		Objects.requireNonNull(title);
		if (this.store.hasTitle(account, title)) {
			throw new RejectedRequestException(
					ErrorResponses.duplicateTitle(this.duplicateTitleStatus, this.duplicateTitleText),
					"The title '" + title + "' is taken.");
		}
		SandboxCampaign campaign = this.store.create(account, title, Objects.requireNonNull(language), toAll, at);
		return success(201, campaign.id());
	}

	SandboxResponse launch(String account, String id, RequestFields fields, Duration at) {
		String title = fields.requiredText("title", MAX_TITLE);
		String banner = url(fields, "banner", fields.text("banner"), true);
		String description = fields.requiredText("description");
		fields.checkLength("description", description,
				(banner != null) ? MAX_DESCRIPTION_BESIDE_BANNER : MAX_DESCRIPTION);
		String image = url(fields, "image", fields.text("image"), true);
		String link = url(fields, "link", fields.requiredText("link"), false);
		boolean unengaged = fields.flag("include_unengaged");
		boolean unengagedAlternative = fields.flag("include_unengage");
		Duration ttl = ttl(fields);
		Target target = target(fields);
		fields.text("language");
		fields.rejectIfInvalid();
		SandboxCampaign campaign = find(WebPushOperation.LAUNCH, account, id);
		if (!campaign.toAllSubscribers() && target == null) {
			fields.problem("target", "The target field is required for a campaign that is not for all subscribers.");
			fields.rejectIfInvalid();
		}
		if (campaign.toAllSubscribers() && campaign.status() == Status.LAUNCHED) {
			String reason = "Campaign is for all subscribers and was sent before";
			throw new RejectedRequestException(ErrorResponses.failedDependency(WebPushOperation.LAUNCH, reason),
					reason + ".");
		}
		this.store.launch(campaign,
				new SandboxLaunch(account, campaign.id(), Objects.requireNonNull(title),
						Objects.requireNonNull(description), image, banner, Objects.requireNonNull(link),
						unengaged || unengagedAlternative, Objects.requireNonNull(ttl), target, at));
		return success(200, campaign.id());
	}

	SandboxResponse delete(String account, String id, RequestFields fields) {
		fields.rejectIfInvalid();
		SandboxCampaign campaign = find(WebPushOperation.DELETE, account, id);
		this.store.delete(campaign);
		return success(200, campaign.id());
	}

	private SandboxCampaign find(WebPushOperation operation, String account, String id) {
		SandboxCampaign campaign = this.store.find(account, id);
		if (campaign == null) {
			throw new RejectedRequestException(ErrorResponses.campaignNotFound(operation),
					"There is no campaign " + id + ".");
		}
		return campaign;
	}

	private static SandboxResponse success(int status, CampaignId id) {
		return SandboxResponse.json(status, Json.object("success", true, "campaign_id", id.value()));
	}

	/**
	 * Check a URL by the client's own rule, so that the sandbox accepts exactly what the
	 * client accepts.
	 */
	private static @Nullable String url(RequestFields fields, String field, @Nullable String text, boolean secure) {
		boolean valid = secure ? PushMessage.isValidImage(text) : PushMessage.isValidLink(text);
		if (text != null && !valid) {
			fields.problem(field,
					"The " + field + " must be a valid " + (secure ? "https" : "http or https") + " URL.");
		}
		return text;
	}

	private static @Nullable Duration ttl(RequestFields fields) {
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

	private static @Nullable Target target(RequestFields fields) {
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
