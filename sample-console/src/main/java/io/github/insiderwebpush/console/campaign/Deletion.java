package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.github.insiderwebpush.CampaignNotFoundException;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * One attempt to delete a draft at Insider One. Repeating it is safe: "no such campaign"
 * means that it is gone.
 */
@Service
class Deletion {

	private static final Log logger = LogFactory.getLog(Deletion.class);

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final CampaignStore store;

	private final WebPushOperations webPush;

	Deletion(CampaignStore store, WebPushOperations webPush) {
		this.store = store;
		this.webPush = webPush;
	}

	/**
	 * Make an attempt.
	 * @param id the console's number
	 * @return when to try again, {@code null} if the outcome is known
	 */
	@Nullable Instant attempt(long id) {
		Campaign campaign = this.store.find(id).orElse(null);
		if (campaign == null || campaign.state() != CampaignState.DELETING) {
			return null;
		}
		Long campaignId = Objects.requireNonNull(campaign.campaignId(), "a draft has an ID");
		try {
			this.webPush.deleteCampaign(CampaignId.of(campaignId));
			this.store.deleteEnded(id, CampaignState.DELETED, null);
			return null;
		}
		catch (CampaignNotFoundException ex) {
			this.store.deleteEnded(id, CampaignState.DELETED, null);
			return null;
		}
		catch (WebPushException ex) {
			return failed(id, ex);
		}
	}

	private @Nullable Instant failed(long id, WebPushException ex) {
		return switch (ex.error()) {
			case BAD_REQUEST, VALIDATION_FAILED, REFUSED, UNAUTHORIZED, ACCESS_DENIED, FAILED_DEPENDENCY,
					UNEXPECTED_STATUS -> {
				logger.info("Campaign " + id + " was not deleted: " + ex.getMessage());
				this.store.deleteEnded(id, CampaignState.CREATED, FailureWords.delete(ex));
				yield null;
			}
			default -> {
				Duration asked = Objects.requireNonNullElse(ex.retryAfter(), Duration.ZERO);
				yield Instant.now().plus((asked.compareTo(PAUSE) > 0) ? asked : PAUSE);
			}
		};
	}

}
