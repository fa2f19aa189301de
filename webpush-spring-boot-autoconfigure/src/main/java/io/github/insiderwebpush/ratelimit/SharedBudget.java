package io.github.insiderwebpush.ratelimit;

import java.util.List;

/**
 * A budget that several instances share, wherever it is kept. Whoever is first in an
 * instance's queue asks it. Times are spans, never clock times: the budget has a clock of
 * its own.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SharedBudget {

	/**
	 * Tell what has happened to this instance's permits, and ask for more. Called on a
	 * thread of its own, by one thread at a time; it may block, and may be given up on
	 * and still be carried out later.
	 * @param question what is told and asked
	 * @return the answer
	 * @throws ClosedException if the application has closed its connection
	 * @throws RuntimeException if the budget cannot be reached or does not work: the
	 * instance then goes on alone
	 */
	Reply ask(Question question);

	/**
	 * The application has closed its connection, as it does when it ends: no reason for
	 * alarm.
	 */
	final class ClosedException extends IllegalStateException {

		private static final long serialVersionUID = 1L;

		/**
		 * Create an exception.
		 * @param cause how that was noticed
		 */
		public ClosedException(Throwable cause) {
			super("The connection is closed", cause);
		}

	}

	/**
	 * What an instance tells and asks.
	 *
	 * @param instance who asks
	 * @param limit how many requests may arrive in one period
	 * @param period the period in nanoseconds
	 * @param burst how many may go at once
	 * @param longestRequest the longest time that a request may take, in nanoseconds
	 * @param wanted how many permits are wanted, or 0
	 * @param first the number of the first of them, if they are granted
	 * @param waited whether whoever wants them had to wait
	 * @param more whether others wait behind
	 * @param epoch the epoch to which the instance has reported all that counts, or 0 if
	 * that is in this question
	 * @param known whether there was a budget lately, so that it is lost if there is none
	 * @param stop how long everybody shall stop in nanoseconds, {@link #NO_STOP} or
	 * {@link #REST_OF_WINDOW}
	 * @param pause how long nobody shall go, in nanoseconds
	 * @param reports what has become of permits
	 */
	record Question(String instance, int limit, long period, int burst, long longestRequest, int wanted, long first,
			boolean waited, boolean more, long epoch, boolean known, long stop, long pause, List<Report> reports) {

		/** The server did not throttle. */
		public static final long NO_STOP = -1;

		/** The server throttled and did not say for how long. */
		public static final long REST_OF_WINDOW = -2;

		/** Copies the list. */
		public Question {
			reports = List.copyOf(reports);
		}

	}

	/**
	 * What has become of a permit.
	 *
	 * @param state what
	 * @param permit the permit's number within its instance
	 * @param ago how long ago it ended, in nanoseconds; negative if its request may still
	 * arrive for so long
	 */
	record Report(State state, long permit, long ago) {
	}

	/**
	 * What can become of a permit.
	 */
	enum State {

		/**
		 * Its request is under way.
		 */
		HELD,

		/**
		 * Its request was answered: it comes back one period later.
		 */
		ENDED,

		/**
		 * No request was sent: it is free.
		 */
		UNUSED

	}

	/**
	 * What the budget answers.
	 *
	 * @param verdict whether the permits are granted
	 * @param turnIn how long to wait before the instance asks (again), in nanoseconds
	 * @param inUse how many permits count, of all instances
	 * @param instances how many instances were seen lately
	 * @param stopped how long nobody may go, in nanoseconds
	 * @param epoch names what the budget remembers; another one means that it has
	 * forgotten everything
	 */
	record Reply(Verdict verdict, long turnIn, int inUse, int instances, long stopped, long epoch) {
	}

	/**
	 * Whether permits are granted.
	 */
	enum Verdict {

		/**
		 * They are the asking instance's.
		 */
		GRANTED,

		/**
		 * Not yet.
		 */
		WAIT,

		/**
		 * The budget has forgotten everything: the instance must first report all that
		 * counts.
		 */
		REPORT_ALL

	}

}
