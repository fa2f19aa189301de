package io.github.insiderwebpush.console.progress;

import io.github.insiderwebpush.console.campaign.Words;

/**
 * A file that was queued and has campaigns that wait.
 *
 * @param batch the number of the file in the queue
 * @param name the name of the file
 * @param waiting how many of its campaigns wait
 */
public record WaitingFile(long batch, String name, int waiting) {

	/**
	 * Say what can be cancelled.
	 * @return such as {@code 9,812 waiting campaigns of spring.csv}
	 */
	public String words() {
		return Words.number(this.waiting) + " waiting " + ((this.waiting == 1) ? "campaign" : "campaigns") + " of "
				+ this.name;
	}

}
