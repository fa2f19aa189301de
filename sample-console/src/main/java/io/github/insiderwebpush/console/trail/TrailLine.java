package io.github.insiderwebpush.console.trail;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Line of the trail.
 *
 * @param id its number
 * @param at when it was done
 * @param who the login name, {@code local} without a login, {@code schedule} without a
 * request
 * @param address the address of the request, {@code null} without one
 * @param action the action
 * @param campaign the console's number of the campaign, {@code null} if it is about no
 * single one
 * @param title the name of the campaign at that time, {@code null} without a campaign
 * @param what what was done, with the whole message where there is one
 * @param result the result in words, {@code null} while it is not known
 * @param endedAt when the result was known, {@code null} while it is not
 */
public record TrailLine(long id, Instant at, String who, @Nullable String address, TrailAction action,
		@Nullable Long campaign, @Nullable String title, String what, @Nullable String result,
		@Nullable Instant endedAt) {

	/**
	 * Return what was done, line by line.
	 * @return at least one line
	 */
	public List<String> lines() {
		return this.what.lines().toList();
	}

}
