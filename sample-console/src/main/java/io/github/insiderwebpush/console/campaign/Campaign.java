package io.github.insiderwebpush.console.campaign;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A campaign as stored in the database.
 *
 * @param id the console's own number
 * @param title its name, unique in the console and at Insider One
 * @param language its language as Insider One writes it
 * @param toAll whether it is for all subscribers
 * @param state how far its creation is
 * @param attempts how many attempts to create it were begun
 * @param unclear whether an attempt was begun whose outcome is not known
 * @param campaignId Insider One's ID, {@code null} while or if it is not known
 * @param error what went wrong last, in words, {@code null} if nothing
 * @param launchState the state of its last launch
 * @param launchError what went wrong with its launch, in words, {@code null} if nothing
 * @param launchedAt when the last launch was begun, {@code null} if none was
 * @param launchedBy who began it, {@code null} if none was
 * @param launches how many launches were begun and not refused
 * @param lastMessage the title of its message, {@code null} if it has none
 * @param builderId the ID of its statistics, {@code null} while not known
 * @param schedule when it is planned to be launched, {@code null} if it is not
 * @param updatedAt when anything about it changed last
 */
public record Campaign(long id, String title, String language, boolean toAll, CampaignState state, int attempts,
		boolean unclear, @Nullable Long campaignId, @Nullable String error, LaunchState launchState,
		@Nullable String launchError, @Nullable Instant launchedAt, @Nullable String launchedBy, int launches,
		@Nullable String lastMessage, @Nullable Long builderId, @Nullable Schedule schedule, Instant updatedAt) {

	/**
	 * Return whether it may be launched: it exists, and every earlier launch has a known
	 * outcome. A campaign for all subscribers is sent once.
	 * @return whether it may be launched
	 */
	public boolean launchable() {
		return this.state == CampaignState.CREATED
				&& (awaitsLaunch() || (this.launchState == LaunchState.LAUNCHED && !this.toAll));
	}

	/**
	 * Return whether its first launch may be scheduled, or scheduled for another time. It
	 * need not be created yet.
	 * @return whether no launch was sent, and it exists or waits
	 */
	public boolean schedulable() {
		return (this.state == CampaignState.CREATED || this.state.isPending()) && (awaitsLaunch() || scheduled());
	}

	/**
	 * Return whether its launch is scheduled.
	 * @return whether a person has confirmed its time
	 */
	public boolean scheduled() {
		return this.launchState == LaunchState.SCHEDULED;
	}

	/**
	 * Return whether its message may be changed.
	 * @return whether no launch was sent or is scheduled
	 */
	public boolean messageEditable() {
		return awaitsLaunch() && this.state != CampaignState.DELETING && this.state != CampaignState.DELETED;
	}

	/**
	 * Return the one-time token of its schedule.
	 * @return the token, empty if it is not scheduled
	 */
	public String scheduleToken() {
		return (this.schedule != null) ? Message.text(this.schedule.token()) : "";
	}

	private boolean awaitsLaunch() {
		return this.launchState == LaunchState.NONE || this.launchState == LaunchState.EXPIRED;
	}

	/**
	 * Return whether it may be queued again or removed from the list.
	 * @return whether it is not known to exist
	 */
	public boolean retryable() {
		return switch (this.state) {
			case FAILED, FORGOTTEN, CANCELLED -> true;
			default -> false;
		};
	}

	/**
	 * Return whether it may be removed from the list.
	 * @return whether it is not known to exist, or was deleted
	 */
	public boolean removable() {
		return retryable() || this.state == CampaignState.DELETED;
	}

	/**
	 * Return whether it may be cancelled.
	 * @return whether it waits
	 */
	public boolean cancellable() {
		return this.state == CampaignState.QUEUED;
	}

	/**
	 * Return whether its name, language and audience may be changed.
	 * @return whether no attempt can have created it
	 */
	public boolean editable() {
		return !this.unclear && !scheduled() && (this.state == CampaignState.QUEUED || retryable());
	}

	/**
	 * Return whether it may be deleted at Insider One.
	 * @return whether it is a draft
	 */
	public boolean deletable() {
		return this.state == CampaignState.CREATED && awaitsLaunch();
	}

	/**
	 * Return whether a person must settle what became of it.
	 * @return whether its ID or the outcome of its launch is not known
	 */
	public boolean resolvable() {
		return this.state == CampaignState.EXISTS || this.launchState == LaunchState.UNCLEAR;
	}

	/**
	 * Return the words of its badge.
	 * @return one to three words
	 */
	public String badge() {
		return switch (this.launchState) {
			case LAUNCHED -> (this.launches > 1) ? "Launched " + this.launches + "×" : "Launched";
			case LAUNCHING -> "Launching";
			case UNCLEAR -> "Launch unclear";
			case SCHEDULED -> schedulable() ? "Scheduled" : this.state.words();
			case EXPIRED -> "Expired";
			case NONE -> this.state.words();
		};
	}

	/**
	 * Return the icon of its badge.
	 * @return one character
	 */
	public String icon() {
		return switch (this.launchState) {
			case LAUNCHED -> "✓";
			case LAUNCHING -> "◌";
			case UNCLEAR, EXPIRED -> "!";
			case SCHEDULED -> schedulable() ? "◷" : this.state.icon();
			case NONE -> this.state.icon();
		};
	}

	/**
	 * Return the style of its badge.
	 * @return a CSS class, empty for a neutral badge
	 */
	public String tone() {
		return switch (this.launchState) {
			case LAUNCHED -> "good";
			case LAUNCHING -> "info";
			case UNCLEAR, EXPIRED -> "warn";
			case SCHEDULED -> schedulable() ? "info" : this.state.tone();
			case NONE -> this.state.tone();
		};
	}

	/**
	 * Return its audience in words.
	 * @return one or two words
	 */
	public String audience() {
		return this.toAll ? "All subscribers" : "Segment";
	}

	/**
	 * Return its language in words.
	 * @return the language
	 */
	public String languageWords() {
		return "all_ALL".equals(this.language) ? "All languages" : this.language;
	}

	/**
	 * Return what a person should know beside the badge.
	 * @return one or two sentences, {@code null} if there is nothing to say
	 */
	public @Nullable String remark() {
		return switch (this.launchState) {
			case UNCLEAR -> "It may have been sent. Choose Resolve to settle it.";
			case LAUNCHING -> "Insider One has not responded yet.";
			case NONE, LAUNCHED, SCHEDULED, EXPIRED -> (this.launchError != null) ? this.launchError : stateRemark();
		};
	}

	private @Nullable String stateRemark() {
		if (this.state == CampaignState.CANCELLED && this.unclear) {
			return "An earlier attempt may have created it.";
		}
		return this.error;
	}

}
