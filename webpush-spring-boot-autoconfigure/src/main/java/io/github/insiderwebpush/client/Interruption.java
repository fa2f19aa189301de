package io.github.insiderwebpush.client;

import org.jspecify.annotations.Nullable;

/**
 * Interrupts a thread while it is inside a section, and never after: an interrupt of ours
 * does not leave the section, one from elsewhere does.
 */
final class Interruption {

	private @Nullable Thread inside;

	private boolean interrupted;

	synchronized void begin() {
		this.inside = Thread.currentThread();
		this.interrupted = false;
	}

	synchronized void interrupt() {
		if (this.inside != null) {
			this.interrupted = true;
			this.inside.interrupt();
		}
	}

	synchronized void end() {
		this.inside = null;
		if (this.interrupted) {
			Thread.interrupted();
		}
	}

}
