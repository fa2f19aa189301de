package io.github.insiderwebpush.console.trail;

import java.time.Duration;

import io.github.insiderwebpush.campaign.PushMessage;

/**
 * A whole message as text, one line for each of its parts.
 */
public final class MessageText {

	private MessageText() {
	}

	/**
	 * Return a message as text.
	 * @param message the message
	 * @return lines such as {@code Title: Summer is here}
	 */
	public static String of(PushMessage message) {
		StringBuilder text = new StringBuilder();
		line(text, "Title", message.title());
		line(text, "Text", message.description());
		line(text, "Link", message.link());
		if (message.image() != null) {
			line(text, "Icon", message.image());
		}
		if (message.banner() != null) {
			line(text, "Banner", message.banner());
		}
		PushMessage.Segment segment = message.segment();
		line(text, "Audience", (segment == null) ? "all subscribers"
				: segment.attribute() + " is " + String.join(" or ", segment.values()));
		line(text, "Without recent activity", message.includeUnengaged() ? "included" : "not included");
		line(text, "Keep trying for", hours(message.ttl()));
		return text.toString();
	}

	private static String hours(Duration ttl) {
		return (ttl.toSeconds() % 3600 == 0) ? ttl.toHours() + " h" : ttl.toSeconds() + " s";
	}

	private static void line(StringBuilder text, String name, Object value) {
		text.append(text.isEmpty() ? "" : "\n").append(name).append(": ").append(value);
	}

}
