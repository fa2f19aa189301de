package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.insiderwebpush.DuplicateTitleException;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * One attempt to create a campaign. It is recorded before it is sent. If this process
 * dies, the next attempt uses the same title: titles are unique, so the campaign cannot
 * exist twice, and "the title exists" means that the earlier attempt went through.
 */
@Service
class Creation {

	private static final Log logger = LogFactory.getLog(Creation.class);

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private static final Duration PAUSE_WHILE_REFUSED = Duration.ofMinutes(1);

	private final CampaignStore store;

	private final WebPushAsyncOperations webPush;

	private final Map<Long, CompletableFuture<CreatedCampaign>> calls = new ConcurrentHashMap<>();

	Creation(CampaignStore store, WebPushTemplate template) {
		this.store = store;
		this.webPush = template.background();
	}

	/**
	 * Make an attempt.
	 * @param id the console's number
	 * @return when to try again, {@code null} if the queue is done with it
	 */
	@Nullable Instant attempt(long id) {
		Campaign before = this.store.find(id).orElse(null);
		if (before == null || !before.state().isPending()) {
			return null;
		}
		if (!this.store.begin(id)) {
			return Instant.now().plus(SHORTEST_PAUSE);
		}
		try {
			this.store.created(id, create(before).id().value());
			return null;
		}
		catch (WebPushException ex) {
			return ended(before, ex);
		}
		catch (InvalidCampaignException ex) {
			// Stored by an earlier version, which had fewer rules. Nothing was sent.
			this.store.ended(id, before.attempts() + 1, CampaignState.FAILED, before.unclear(), "Edit it: "
					+ String.join(". ", Words.problems(ex).values().stream().flatMap(List::stream).toList()));
			return null;
		}
	}

	/**
	 * Wait for the budget as long as it takes, unless the application stops or the queue
	 * is paused.
	 */
	private CreatedCampaign create(Campaign campaign) {
		CompletableFuture<CreatedCampaign> call = this.webPush
			.createCampaignAsync(CreateCampaign.titled(campaign.title())
				.language(campaign.language())
				.toAllSubscribers(campaign.toAll())
				.build());
		this.calls.put(campaign.id(), call);
		try {
			return BackgroundCall.await(call);
		}
		finally {
			this.calls.remove(campaign.id());
		}
	}

	/**
	 * End the calls that wait for the budget. A request that is on the wire is left
	 * alone.
	 */
	void stopWaiting() {
		this.calls.values().forEach((call) -> call.cancel(false));
	}

	/**
	 * End one of the calls that wait for the budget: a launch is due, and all workers may
	 * be waiting.
	 */
	void freeOneWorker() {
		for (CompletableFuture<CreatedCampaign> call : this.calls.values()) {
			if (call.cancel(false)) {
				return;
			}
		}
	}

	private @Nullable Instant ended(Campaign before, WebPushException ex) {
		int attempt = before.attempts() + 1;
		boolean unclear = before.unclear() || ex.outcome() == Outcome.UNKNOWN;
		CampaignState state = stateAfter(ex, before.unclear());
		if (state == CampaignState.QUEUED) {
			this.store.ended(before.id(), attempt, state, unclear, FailureWords.waiting(ex));
			return Instant.now().plus(pause(ex, attempt));
		}
		logger.info("Campaign " + before.id() + " ended as " + state + ": " + ex.getMessage());
		this.store.ended(before.id(), attempt, state, before.unclear(), FailureWords.ended(ex, state, before));
		return null;
	}

	/**
	 * An unclear attempt is repeated, which is safe.
	 */
	static CampaignState stateAfter(WebPushException ex, boolean earlierAttemptUnclear) {
		if (ex instanceof DuplicateTitleException duplicate) {
			return (earlierAttemptUnclear || duplicate.mayBeOurs() || ex.outcome() == Outcome.APPLIED)
					? CampaignState.EXISTS : CampaignState.FAILED;
		}
		if (ex.outcome() == Outcome.APPLIED) {
			return CampaignState.EXISTS;
		}
		return switch (ex.error()) {
			case BAD_REQUEST, VALIDATION_FAILED, REFUSED, FAILED_DEPENDENCY, UNEXPECTED_STATUS ->
				(ex.outcome() == Outcome.NOT_APPLIED) ? CampaignState.FAILED : CampaignState.QUEUED;
			default -> CampaignState.QUEUED;
		};
	}

	private static Duration pause(WebPushException ex, int attempt) {
		if (ex.error() == WebPushError.CANCELLED) {
			return SHORTEST_PAUSE;
		}
		if (ex.error() == WebPushError.UNAUTHORIZED || ex.error() == WebPushError.ACCESS_DENIED) {
			return PAUSE_WHILE_REFUSED;
		}
		Duration doubled = SHORTEST_PAUSE.multipliedBy(1L << Math.min(attempt, 8));
		Duration asked = Objects.requireNonNullElse(ex.retryAfter(), Duration.ZERO);
		Duration pause = (doubled.compareTo(asked) > 0) ? doubled : asked;
		return (pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE;
	}

}
