package io.github.insiderwebpush.benchmarks.limiter;

import java.util.SplittableRandom;

/**
 * When a client has something to send. The limit is 30 per minute.
 */
enum Shape {

	/**
	 * A hundred callers, each with its next call as soon as the last one was answered.
	 */
	SATURATING("saturating") {

		@Override
		void start(Client client, VirtualTime time, SplittableRandom random) {
			for (int i = 0; i < CALLERS; i++) {
				client.call();
			}
		}

		@Override
		void done(Client client) {
			client.call();
		}

	},

	/** 45 calls at once, every 100 s: 90 % of the limit. */
	BURSTS("bursts") {

		@Override
		void start(Client client, VirtualTime time, SplittableRandom random) {
			for (long at = 0; at < Client.DURATION; at += 100 * VirtualTime.SECOND) {
				time.schedule(() -> {
					for (int i = 0; i < 45; i++) {
						client.call();
					}
				}, at);
			}
		}

	},

	/** 27 calls per minute in the mean: 90 % of the limit. */
	POISSON("Poisson") {

		@Override
		void start(Client client, VirtualTime time, SplittableRandom random) {
			double mean = 60.0 * VirtualTime.SECOND / 27;
			double at = random.nextExponential() * mean;
			while (at < Client.DURATION) {
				time.schedule(client::call, (long) at);
				at += random.nextExponential() * mean;
			}
		}

	};

	static final int CALLERS = 100;

	private final String title;

	Shape(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	/**
	 * Have the client make its calls, from now to its end.
	 */
	abstract void start(Client client, VirtualTime time, SplittableRandom random);

	/**
	 * A call is over.
	 */
	void done(Client client) {
		// Only a saturating client has more to send at once.
	}

}
