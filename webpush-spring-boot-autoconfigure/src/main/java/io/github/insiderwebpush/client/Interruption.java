package io.github.insiderwebpush.client;

import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Interrupts a thread while it is inside a section, and never after: an interrupt of ours
 * does not leave the section, one from elsewhere does.
 */
final class Interruption {

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Thread inside;

	private boolean interrupted;

	void begin() {
		this.lock.lock();
		try {
			this.inside = Thread.currentThread();
			this.interrupted = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	void interrupt() {
		this.lock.lock();
		try {
			if (this.inside != null) {
				this.interrupted = true;
				this.inside.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void end() {
		this.lock.lock();
		try {
			this.inside = null;
			if (this.interrupted) {
				Thread.interrupted();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
