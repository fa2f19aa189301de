package io.github.insiderwebpush.test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;

/**
 * Date and time of the sandbox, whose clock only measures elapsed time.
 */
final class SandboxCalendar {

	private final WebPushTimer clock;

	private final @Nullable Instant start;

	private long startNanos;

	private LocalDateTime startDate;

	SandboxCalendar(WebPushTimer clock, @Nullable Instant start) {
		this.clock = clock;
		this.start = start;
		this.startDate = startDate(start);
		this.startNanos = clock.nanoTime();
	}

	void reset() {
		this.startNanos = this.clock.nanoTime();
		this.startDate = startDate(this.start);
	}

	private static LocalDateTime startDate(@Nullable Instant start) {
		return LocalDateTime.ofInstant((start != null) ? start : Instant.now(), ZoneOffset.UTC);
	}

	Duration elapsed(long nanos) {
		return Duration.ofNanos(nanos - this.startNanos);
	}

	Duration elapsed() {
		return elapsed(this.clock.nanoTime());
	}

	LocalDateTime dateOf(Duration elapsed) {
		return this.startDate.plus(elapsed);
	}

}
