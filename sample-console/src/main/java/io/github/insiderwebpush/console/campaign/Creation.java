package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.insiderwebpush.DuplicateTitleException;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.client.WebPushPatientOperations;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Makes one attempt to create a campaign. It is recorded before it is sent. If this
 * process dies, whoever takes the campaign up again knows that an attempt was begun, and
 * creates it once more under the same title: titles are unique, so it cannot exist twice,
 * and "the title exists" means that the earlier attempt went through.
 */
@Service
class Creation {

	private static final Log logger = LogFactory.getLog(Creation.class);

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private static final Duration PAUSE_WHILE_REFUSED = Duration.ofMinutes(1);

	private final CampaignStore store;

	private final WebPushPatientOperations webPush;

	Creation(CampaignStore store, WebPushTemplate template) {
		this.store = store;
		this.webPush = template.patiently();
	}

	/**
	 * Make an attempt.
	 * @param id the console's number
	 * @return when to try again, {@code null} if the queue has done with it
	 */
	@Nullable Instant attempt(long id) {
		Campaign before = this.store.find(id).orElse(null);
		if (before == null || !this.store.begin(id)) {
			return null;
		}
		try {
			this.store.created(id, create(before).id().value());
			return null;
		}
		catch (WebPushException ex) {
			return ended(before, ex);
		}
	}

	/**
	 * Wait for the budget as long as it takes, unless the application stops.
	 */
	private CreatedCampaign create(Campaign campaign) {
		CompletableFuture<CreatedCampaign> call = this.webPush
			.createCampaignAsync(CreateCampaign.titled(campaign.title())
				.language(campaign.language())
				.toAllSubscribers(campaign.toAll())
				.build());
		try {
			return await(call);
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof WebPushException failure) {
				throw failure;
			}
			throw ex;
		}
	}

	/**
	 * Whoever stops us may interrupt the wait, but not a request that is on the wire:
	 * what it is answered is worth knowing. The interrupt goes no further, for H2 closes
	 * its file when an interrupted thread writes to it; the thread ends anyway.
	 */
	private CreatedCampaign await(CompletableFuture<CreatedCampaign> call) {
		try {
			call.handle((created, failure) -> Boolean.TRUE).get();
		}
		catch (InterruptedException ex) {
			this.webPush.withdraw(call);
		}
		catch (java.util.concurrent.ExecutionException ex) {
			throw new CompletionException(ex.getCause());
		}
		return call.join();
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
		this.store.ended(before.id(), attempt, state, before.unclear(),
				FailureWords.ended(ex, state, before.unclear()));
		return null;
	}

	/**
	 * What is not certain is asked once more; creating again is safe.
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
