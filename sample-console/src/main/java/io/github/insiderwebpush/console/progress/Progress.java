package io.github.insiderwebpush.console.progress;

import java.time.Duration;
import java.util.List;

import io.github.insiderwebpush.console.campaign.Words;
import org.jspecify.annotations.Nullable;

/**
 * State of the queue and of the create budget.
 *
 * @param total how many campaigns the files and forms have that are not done
 * @param pending how many of those wait or are being created
 * @param limit how many may be created in one period
 * @param available how many of them are free now, as this instance knows it
 * @param left how long the rest takes at that rate
 * @param pausedBy who paused the queue, {@code null} while it is not paused
 * @param files the files whose campaigns wait, those first that were queued first
 * @param version changes when any campaign does
 */
public record Progress(int total, int pending, int limit, int available, Duration left, @Nullable String pausedBy,
		List<WaitingFile> files, String version) {

	/**
	 * Return how many are done.
	 * @return the rest of the total
	 */
	public int done() {
		return this.total - this.pending;
	}

	/**
	 * Return whether there is something to show.
	 * @return whether campaigns wait or the queue is paused
	 */
	public boolean running() {
		return this.pending > 0 || this.pausedBy != null;
	}

	/**
	 * Say what the queue does.
	 * @return a few words
	 */
	public String headline() {
		String campaigns = Words.campaigns(this.pending);
		if (this.pausedBy != null) {
			return (this.pending > 0) ? "Paused: " + campaigns + " waiting" : "The queue is paused";
		}
		return "Creating " + campaigns;
	}

	/**
	 * Say how far it is.
	 * @return a few words
	 */
	public String words() {
		if (this.pausedBy != null) {
			return "by " + this.pausedBy + " · scheduled launches wait, too";
		}
		return Words.number(done()) + " of " + Words.number(this.total) + " done · " + timeLeft() + " left · "
				+ this.available + " of " + this.limit + " requests free";
	}

	private String timeLeft() {
		if (this.left.toSeconds() < 60) {
			return "less than a minute";
		}
		String minutes = this.left.toMinutesPart() + " min";
		return "about " + ((this.left.toHours() > 0) ? this.left.toHours() + " h " + minutes : minutes);
	}

}
