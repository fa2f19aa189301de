package io.github.insiderwebpush.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.insiderwebpush.client.WebPushTemplate;

/**
 * The clients that the application uses. One that nobody injected is not among them, so
 * that looking at the health of the application creates none.
 *
 * @since 0.1.0
 */
public final class WebPushClients {

	private final List<WebPushTemplate> templates = new CopyOnWriteArrayList<>();

	/**
	 * Add a client.
	 * @param template the client
	 */
	public void add(WebPushTemplate template) {
		this.templates.add(template);
	}

	/**
	 * Return the clients so far.
	 * @return the clients, in the order in which they were created
	 */
	public List<WebPushTemplate> all() {
		return List.copyOf(this.templates);
	}

}
