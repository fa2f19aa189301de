package io.github.insiderwebpush.console.progress;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How far the queue is, and how the budget stands.
 *
 * @param total how many campaigns the files and forms have that are not done with
 * @param pending how many of those wait or are being created
 * @param limit how many may be created in one period
 * @param periodSeconds the period
 * @param available how many of them are free now, as this instance knows it
 * @param secondsLeft how long the rest takes at that pace
 * @param version changes when any campaign does
 */
public record Progress(int total, int pending, int limit, long periodSeconds, int available, long secondsLeft,
		String version) {

	/**
	 * Return how many are done.
	 * @return the rest of the total
	 */
	public int done() {
		return this.total - this.pending;
	}

	/**
	 * Say how it stands.
	 * @return a sentence
	 */
	@JsonProperty
	public String words() {
		if (this.pending == 0) {
			return "Nothing is waiting.";
		}
		return done() + " of " + this.total + " done, " + timeLeft(Duration.ofSeconds(this.secondsLeft)) + " left.";
	}

	private static String timeLeft(Duration left) {
		if (left.toSeconds() < 60) {
			return "less than a minute";
		}
		String minutes = left.toMinutesPart() + " min";
		return "about " + ((left.toHours() > 0) ? left.toHours() + " h " + minutes : minutes);
	}

}
