package io.github.insiderwebpush.benchmarks.limiter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A client that sends through a limiter for ten minutes, the network, and what arrives.
 */
final class Client {

	static final long DURATION = 600 * VirtualTime.SECOND;

	private static final double LIMIT_IN_ALL = (double) Server.LIMIT * DURATION / Server.PERIOD;

	private final VirtualTime time = new VirtualTime();

	private final Scenario scenario;

	private final Server server;

	private final SplittableRandom network;

	private final SplittableRandom calls;

	private final long end;

	private Contenders.Contender limiter;

	private final Set<Call> waiting = new LinkedHashSet<>();

	private final Deque<Long> lastPeriod = new ArrayDeque<>();

	private int most;

	private int arrived;

	private int throttled;

	private int admitted;

	private double waited;

	/**
	 * The simulation to run.
	 *
	 * @param limiter starts a limiter
	 * @param restarts whether the client is restarted in the middle, and forgets
	 * @param others how many requests per minute another client sends with the same key
	 */
	record Scenario(Function<VirtualTime, Contenders.Contender> limiter, Shape shape, Feedback feedback,
			boolean restarts, int others) {

		Scenario(Function<VirtualTime, Contenders.Contender> limiter, Shape shape, Feedback feedback) {
			this(limiter, shape, feedback, false, 0);
		}

	}

	/**
	 * The result of a simulation.
	 *
	 * @param throttled how many 429 the server sent
	 * @param most the most arrivals in any 60 s
	 * @param used requests that arrived, as a share of the limit
	 * @param admitted requests that were admitted, as a share of the limit
	 * @param waited the mean wait for a permit of those admitted, in seconds
	 */
	record Outcome(double throttled, int most, double used, double admitted, double waited) {

		static Outcome mean(List<Outcome> outcomes) {
			return new Outcome(outcomes.stream().mapToDouble(Outcome::throttled).average().orElse(0),
					outcomes.stream().mapToInt(Outcome::most).max().orElse(0),
					outcomes.stream().mapToDouble(Outcome::used).average().orElse(0),
					outcomes.stream().mapToDouble(Outcome::admitted).average().orElse(0),
					outcomes.stream().mapToDouble(Outcome::waited).average().orElse(0));
		}

	}

	private Client(Scenario scenario, Server.Algorithm algorithm, long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		this.scenario = scenario;
		this.network = random.split();
		this.calls = random.split();
		this.server = algorithm.start(random);
		this.limiter = scenario.limiter().apply(this.time);
		// The limiter is there when the process starts; work comes some time later.
		long start = random.nextLong(Server.PERIOD);
		this.time.schedule(() -> scenario.shape().start(this, this.time, this.calls), start);
		this.end = start + DURATION;
	}

	static Outcome simulate(Scenario scenario, Server.Algorithm algorithm, long seed) {
		return new Client(scenario, algorithm, seed).run();
	}

	private Outcome run() {
		if (this.scenario.restarts()) {
			this.time.schedule(this::restart, this.end - this.calls.nextLong(DURATION / 4, DURATION * 3 / 4));
		}
		if (this.scenario.others() > 0) {
			sendOthers();
		}
		this.time.runUntil(this.end + Server.PERIOD);
		return new Outcome(this.throttled, this.most, this.arrived / LIMIT_IN_ALL, this.admitted / LIMIT_IN_ALL,
				this.waited / Math.max(1, this.admitted) / VirtualTime.SECOND);
	}

	private void sendOthers() {
		double mean = (double) Server.PERIOD / this.scenario.others();
		this.time.schedule(() -> {
			this.server.receive(this.time.nanoTime());
			sendOthers();
		}, (long) (this.calls.nextExponential() * mean));
	}

	/**
	 * Calls that wait come back with the client, from a durable queue; what is in flight
	 * arrives, and its response is lost.
	 */
	private void restart() {
		this.limiter = this.scenario.limiter().apply(this.time);
		List<Call> again = List.copyOf(this.waiting);
		this.waiting.clear();
		again.forEach((call) -> new Call(call.askedAt).askForPermit(false));
		if (this.scenario.shape() == Shape.SATURATING) {
			for (int i = again.size(); i < Shape.CALLERS; i++) {
				call();
			}
		}
	}

	/**
	 * There is something to send.
	 */
	void call() {
		new Call(this.time.nanoTime()).askForPermit(false);
	}

	private long latency() {
		double seconds = this.network.nextDouble(0.3);
		if (this.network.nextDouble() < 0.05) {
			seconds += this.network.nextExponential() * 1.5;
		}
		return (long) (seconds * VirtualTime.SECOND);
	}

	/**
	 * When a client has something to send. The limit is 30 per minute.
	 */
	enum Shape {

		/**
		 * A hundred callers, each with its next call as soon as the last one was
		 * answered.
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
				for (long at = 0; at < DURATION; at += 100 * VirtualTime.SECOND) {
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
				while (at < DURATION) {
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

	/**
	 * Reaction of the client to a 429.
	 */
	enum Feedback {

		/** Nothing: the call has failed. */
		NONE("ignored"),

		/** It tells its limiter, and sends the call again. */
		WITHOUT_RETRY_AFTER("fed back"),

		/** Likewise, and the server said how long to wait. */
		WITH_RETRY_AFTER("Retry-After");

		private final String title;

		Feedback(String title) {
			this.title = title;
		}

		String title() {
			return this.title;
		}

	}

	private final class Call {

		private final long askedAt;

		private long grantedAt;

		private Contenders.@Nullable Contender askedOf;

		Call(long askedAt) {
			this.askedAt = askedAt;
		}

		void askForPermit(boolean again) {
			this.askedOf = Client.this.limiter;
			Client.this.waiting.add(this);
			this.askedOf.acquire(this::granted, again);
		}

		private void granted(Consumer<Contenders.@Nullable Throttled> completed) {
			this.grantedAt = Client.this.time.nanoTime();
			// One that was waiting when the client was restarted is gone.
			if (Client.this.waiting.remove(this) && this.grantedAt < Client.this.end) {
				Client.this.time.schedule(() -> arrive(completed), latency());
			}
		}

		private void arrive(Consumer<Contenders.@Nullable Throttled> completed) {
			long now = Client.this.time.nanoTime();
			Client.this.arrived++;
			Deque<Long> last = Client.this.lastPeriod;
			last.addLast(now);
			while (last.getFirst() + Server.PERIOD <= now) {
				last.removeFirst();
			}
			Client.this.most = Math.max(Client.this.most, last.size());
			long wait = Client.this.server.receive(now);
			if (wait > 0) {
				Client.this.throttled++;
			}
			else {
				Client.this.admitted++;
				Client.this.waited += this.grantedAt - this.askedAt;
			}
			Client.this.time.schedule(() -> respond(wait, completed), latency());
		}

		private void respond(long wait, Consumer<Contenders.@Nullable Throttled> completed) {
			if (this.askedOf != Client.this.limiter) {
				return;
			}
			Feedback feedback = Client.this.scenario.feedback();
			if (wait == 0 || feedback == Feedback.NONE) {
				completed.accept(null);
				Client.this.scenario.shape().done(Client.this);
			}
			else {
				completed.accept(new Contenders.Throttled(
						(feedback == Feedback.WITH_RETRY_AFTER) ? Duration.ofSeconds(wholeSeconds(wait)) : null));
				askForPermit(true);
			}
		}

		private static long wholeSeconds(long nanos) {
			return (nanos + VirtualTime.SECOND - 1) / VirtualTime.SECOND;
		}

	}

}
