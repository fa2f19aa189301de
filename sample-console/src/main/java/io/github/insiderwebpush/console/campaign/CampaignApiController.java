package io.github.insiderwebpush.console.campaign;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.campaign.InvalidCampaignException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The same for programs. {@code openapi.yaml} describes it. It takes JSON and nothing
 * else: a form on another site can send text, but no JSON.
 */
@RestController
class CampaignApiController {

	private final CampaignQueue queue;

	private final CampaignStore store;

	CampaignApiController(CampaignQueue queue, CampaignStore store) {
		this.queue = queue;
		this.store = store;
	}

	@PostMapping(path = "/campaigns", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<CampaignView> create(@RequestBody DraftForm request) {
		long id = this.queue.add(NewCampaign.of(request.toDraft()));
		return ResponseEntity.accepted().location(URI.create("/campaigns/" + id)).body(view(id));
	}

	@GetMapping(path = "/campaigns/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	CampaignView get(@PathVariable long id) {
		return view(id);
	}

	private CampaignView view(long id) {
		return this.store.find(id)
			.map(CampaignView::of)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no campaign " + id + "."));
	}

	@ExceptionHandler
	ProblemDetail invalid(InvalidCampaignException ex) {
		return problem(HttpStatus.BAD_REQUEST, ex.getMessage() + ".", ex.problems());
	}

	@ExceptionHandler
	ProblemDetail taken(DuplicateKeyException ex) {
		return problem(HttpStatus.CONFLICT, "A campaign of this console has that title. Nothing was queued.",
				Map.of("title", DraftRules.TITLE_TAKEN));
	}

	private static ProblemDetail problem(HttpStatus status, String detail, Map<String, List<String>> fields) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setProperty("fields", fields);
		return problem;
	}

	/**
	 * A campaign as programs see it.
	 */
	record CampaignView(long id, String title, String language, boolean toAllSubscribers, CampaignState state,
			int attempts, @Nullable Long campaignId, @Nullable String error, LaunchState launch,
			@Nullable String launchError, URI self) {

		static CampaignView of(Campaign campaign) {
			return new CampaignView(campaign.id(), campaign.title(), campaign.language(), campaign.toAll(),
					campaign.state(), campaign.attempts(), campaign.campaignId(), campaign.error(),
					campaign.launchState(), campaign.launchError(), URI.create("/campaigns/" + campaign.id()));
		}

	}

}
