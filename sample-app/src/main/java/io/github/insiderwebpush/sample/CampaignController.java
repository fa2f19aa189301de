package io.github.insiderwebpush.sample;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.sample.SandboxConfiguration.StandIn;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Creates campaigns, and lists those that it created since its start: the remote API
 * cannot list any. {@link Problems} responds to failures.
 */
@RestController
class CampaignController {

	private static final Log logger = LogFactory.getLog(CampaignController.class);

	private final WebPushOperations webPush;

	private final StandIn standIn;

	private final List<Campaign> campaigns = new CopyOnWriteArrayList<>();

	CampaignController(WebPushOperations webPush, StandIn standIn) {
		this.webPush = webPush;
		this.standIn = standIn;
	}

	/**
	 * Create a draft. It takes JSON and nothing else, on purpose: a form on another site
	 * can send text, but no JSON, so it cannot create a campaign here. And it must be
	 * able to answer JSON before anything is created, not after.
	 */
	@PostMapping(path = "/campaigns", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	Campaign create(@RequestBody NewCampaign request) {
		CreateCampaign draft = request.toDraft();
		CreatedCampaign created = this.webPush.createCampaign(draft);
		Campaign campaign = new Campaign(created.id().value(), created.title(), draft.language(),
				draft.toAllSubscribers());
		this.campaigns.add(campaign);
		return campaign;
	}

	@GetMapping("/campaigns")
	List<Campaign> campaigns() {
		return this.campaigns;
	}

	@GetMapping("/account")
	Account account() {
		WebPushSandbox running = this.standIn.sandbox();
		return new Account(running == null, (running != null) ? running.pageUrl() : null);
	}

	@EventListener
	void sayWhereThePageIs(WebServerInitializedEvent event) {
		logger.info("Open http://127.0.0.1:" + event.getWebServer().getPort() + "/ - it talks to "
				+ (account().live() ? "the live account" : "a sandbox, whose own page is " + account().sandboxPage()));
	}

	/**
	 * A campaign to create, as it was sent to us: anything in it may be missing or wrong.
	 */
	record NewCampaign(@Nullable String title, @Nullable String language, @Nullable Boolean toAllSubscribers) {

		CreateCampaign toDraft() {
			CreateCampaign.Builder draft = CreateCampaign.titled(Objects.requireNonNullElse(this.title, ""))
				.toAllSubscribers(Boolean.TRUE.equals(this.toAllSubscribers));
			return ((this.language != null) ? draft.language(this.language) : draft).build();
		}

	}

	/**
	 * A campaign that was created. Its language is absent if
	 * {@code webpush.default-language} decided.
	 */
	record Campaign(long campaignId, String title, @Nullable String language, boolean toAllSubscribers) {
	}

	/**
	 * Whom this service talks to: the live account, or the sandbox with a page of its
	 * own.
	 */
	record Account(boolean live, @Nullable URI sandboxPage) {
	}

}
