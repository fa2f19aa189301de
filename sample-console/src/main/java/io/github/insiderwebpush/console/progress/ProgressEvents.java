package io.github.insiderwebpush.console.progress;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages each second how far the queue is. The database is asked once for all
 * of them, and not at all while no page is open.
 */
@RestController
class ProgressEvents {

	private static final Duration LONGEST = Duration.ofMinutes(30);

	private static final int MOST_PAGES = 200;

	private final Set<SseEmitter> pages = ConcurrentHashMap.newKeySet();

	private final ProgressReader reader;

	ProgressEvents(ProgressReader reader) {
		this.reader = reader;
	}

	@GetMapping(path = "/page/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter open() {
		if (this.pages.size() >= MOST_PAGES) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Too many pages are open.");
		}
		SseEmitter page = new SseEmitter(LONGEST.toMillis());
		page.onCompletion(() -> this.pages.remove(page));
		page.onTimeout(page::complete);
		page.onError((failure) -> this.pages.remove(page));
		this.pages.add(page);
		send(page, this.reader.read());
		return page;
	}

	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
	void tell() {
		if (!this.pages.isEmpty()) {
			Progress progress = this.reader.read();
			this.pages.forEach((page) -> send(page, progress));
		}
	}

	/**
	 * Open pages would hold up the end of the web server.
	 */
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.pages.forEach(SseEmitter::complete);
	}

	private void send(SseEmitter page, Progress progress) {
		try {
			page.send(SseEmitter.event().name("progress").data(progress, MediaType.APPLICATION_JSON));
		}
		catch (IOException | IllegalStateException ex) {
			// The page was closed: the browser comes back by itself if somebody still
			// looks.
			this.pages.remove(page);
		}
	}

}
