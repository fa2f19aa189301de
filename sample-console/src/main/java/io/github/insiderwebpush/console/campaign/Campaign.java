package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A campaign as the database has it.
 *
 * @param id the console's own number
 * @param title its title, unique in the console as at the vendor's
 * @param language its language as the vendor writes it
 * @param toAll whether it is for all subscribers
 * @param state how far its creation is
 * @param attempts how many attempts were begun
 * @param unclear whether an attempt was begun whose end is not known
 * @param campaignId the vendor's id, {@code null} while or if it is not known
 * @param error what went wrong last, in words, {@code null} if nothing
 * @param recordedLaunch what was recorded of its launch
 * @param launchError what went wrong with its launch, in words, {@code null} if nothing
 * @param launchedAt when the last launch was begun, {@code null} if none was
 * @param builderId the id of its figures, {@code null} while not known
 */
public record Campaign(long id, String title, String language, boolean toAll, CampaignState state, int attempts,
		boolean unclear, @Nullable Long campaignId, @Nullable String error, LaunchState recordedLaunch,
		@Nullable String launchError, @Nullable Instant launchedAt, @Nullable Long builderId) {

	/** Longer than any call may take: whoever began the launch is gone. */
	private static final Duration LONGEST_LAUNCH = Duration.ofMinutes(3);

	/**
	 * Return what is known of the launch. One that was begun long ago and never ended is
	 * unclear: its process died.
	 * @return the state of the launch
	 */
	public LaunchState launchState() {
		boolean abandoned = this.recordedLaunch == LaunchState.LAUNCHING && this.launchedAt != null
				&& this.launchedAt.isBefore(Instant.now().minus(LONGEST_LAUNCH));
		return abandoned ? LaunchState.UNCLEAR : this.recordedLaunch;
	}

	/**
	 * Return whether it may be launched: it exists, and every earlier launch came to a
	 * known end. One for all subscribers is sent once.
	 * @return whether it may be launched
	 */
	public boolean launchable() {
		return this.state == CampaignState.CREATED && (this.recordedLaunch == LaunchState.NONE
				|| (this.recordedLaunch == LaunchState.LAUNCHED && !this.toAll));
	}

	/**
	 * Return whether it may be queued again or removed.
	 * @return whether it is known not to exist
	 */
	public boolean retryable() {
		return this.state == CampaignState.FAILED || this.state == CampaignState.FORGOTTEN;
	}

	/**
	 * Return what a person should know beside the state.
	 * @return one or two sentences, {@code null} if there is nothing to say
	 */
	public @Nullable String remark() {
		return switch (launchState()) {
			case UNCLEAR -> "Unclear whether it went out: look in the panel. It is not launched again from here.";
			case LAUNCHING -> "It is being launched.";
			case NONE, LAUNCHED -> (this.launchError != null) ? this.launchError : this.error;
		};
	}

}
