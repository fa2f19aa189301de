package io.github.insiderwebpush.console.trail;

import java.util.Arrays;
import java.util.List;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

/**
 * Action of a line of the trail.
 */
public enum TrailAction {

	/** A campaign was added. */
	CREATE("Create", WebPushOperation.CREATE),

	/** A campaign that was not created was queued once more. */
	RETRY("Queue again", WebPushOperation.CREATE),

	/** A campaign was changed. */
	EDIT("Edit", null),

	/** A campaign was launched. */
	LAUNCH("Launch", WebPushOperation.LAUNCH),

	/** A launch was scheduled, for the first time or for another time. */
	SCHEDULE("Schedule", null),

	/** A schedule was cancelled. */
	UNSCHEDULE("Cancel schedule", null),

	/** A scheduled launch could not be sent in time. */
	EXPIRE("Expire", null),

	/** A campaign that waited was cancelled. */
	CANCEL("Cancel", null),

	/** A draft was deleted at Insider One. */
	DELETE("Delete", WebPushOperation.DELETE),

	/** A person decided about an ID or a launch that was not known. */
	SETTLE("Resolve", null),

	/** A campaign was removed from the list. */
	REMOVE("Remove", null),

	/** A file was queued. */
	UPLOAD("Upload", null),

	/** The queue was paused. */
	PAUSE("Pause", null),

	/** The queue was resumed. */
	RESUME("Resume", null);

	private final String words;

	private final @Nullable WebPushOperation awaits;

	TrailAction(String words, @Nullable WebPushOperation awaits) {
		this.words = words;
		this.awaits = awaits;
	}

	/**
	 * Return the action in words.
	 * @return one or two words
	 */
	public String words() {
		return this.words;
	}

	/**
	 * Return whether its result is known later, from a response of Insider One.
	 */
	boolean isRequest() {
		return this.awaits != null;
	}

	/**
	 * Return the names of the actions whose result is the outcome of an operation.
	 */
	static List<String> awaiting(WebPushOperation operation) {
		return Arrays.stream(values()).filter((action) -> action.awaits == operation).map(Enum::name).toList();
	}

}
