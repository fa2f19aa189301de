package io.github.insiderwebpush.ratelimit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs callbacks on the thread that caused them. A callback may cause others, such as by
 * giving back its permit: below some depth these are left to the frames above, so that no
 * number of them overflows the stack.
 */
final class CallbackRunner {

	private static final int MAXIMUM_DEPTH = 16;

	private static final Log logger = LogFactory.getLog(CallbackRunner.class);

	private static final ThreadLocal<Frames> threads = ThreadLocal.withInitial(Frames::new);

	private CallbackRunner() {
	}

	/**
	 * Run callbacks, all of them even if one fails: the others would wait for ever.
	 */
	static void run(List<Runnable> callbacks) {
		if (callbacks.isEmpty()) {
			return;
		}
		Frames frames = threads.get();
		frames.pending.addAll(callbacks);
		if (frames.depth == MAXIMUM_DEPTH) {
			return;
		}
		frames.depth++;
		try {
			for (Runnable next = frames.pending.poll(); next != null; next = frames.pending.poll()) {
				runLogged(next);
			}
		}
		finally {
			frames.depth--;
			if (frames.depth == 0) {
				threads.remove();
			}
		}
	}

	private static void runLogged(Runnable callback) {
		try {
			callback.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A callback of a rate limiter failed", ex);
		}
	}

	/** The frames of one thread that run callbacks. */
	private static final class Frames {

		private final Deque<Runnable> pending = new ArrayDeque<>();

		private int depth;

	}

}
