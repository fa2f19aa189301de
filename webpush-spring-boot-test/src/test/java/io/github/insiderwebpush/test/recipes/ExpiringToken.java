package io.github.insiderwebpush.test.recipes;

import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

class ExpiringToken {

	private static final Duration MARGIN = Duration.ofMinutes(5);

	private final Supplier<Token> source;

	private final InstantSource clock;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile Token token = new Token("", Instant.EPOCH);

	ExpiringToken(Supplier<Token> source, InstantSource clock) {
		this.source = source;
		this.clock = clock;
	}

	String get() {
		if (isExpiring()) {
			this.lock.lock();
			try {
				if (isExpiring()) {
					this.token = this.source.get();
				}
			}
			finally {
				this.lock.unlock();
			}
		}
		return this.token.value();
	}

	private boolean isExpiring() {
		return this.clock.instant().isAfter(this.token.expiresAt().minus(MARGIN));
	}

	record Token(String value, Instant expiresAt) {

		/** A token is never printed. */
		@Override
		public String toString() {
			return "Token[expiresAt=" + this.expiresAt + "]";
		}

	}

}
