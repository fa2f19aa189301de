package io.github.insiderwebpush.ratelimit;

import java.util.List;

/**
 * A budget that several instances share, wherever it is kept. Times are spans in
 * nanoseconds, never clock times: the budget has a clock of its own.
 *
 * @since 0.1.0
 */
public interface SharedBudget {

	/**
	 * Report what has become of permits, and ask for another one. Called by one thread at
	 * a time, which may block. A call may be given up and still be executed later.
	 * @param request what is reported and asked for
	 * @return the response
	 * @throws RuntimeException if the budget cannot be reached or does not work: the
	 * instance then falls back to its share
	 */
	Response execute(Request request);

	/**
	 * Return where the budget is kept, for the log.
	 * @return such as "Redis at localhost:6379 (spring.data.redis.*)"
	 */
	String description();

	/**
	 * Return whether the connection is open. A failure of a closed one is not logged, and
	 * the budget is not asked again by itself.
	 * @return {@code false} if the application has closed it, as it does on shutdown
	 */
	default boolean isOpen() {
		return true;
	}

	/**
	 * Report and request of an instance.
	 *
	 * @param instance the name of the instance
	 * @param limit how many requests may arrive in one period
	 * @param period the period
	 * @param burst how many may be sent at once
	 * @param longestRequest the longest time that a request may take
	 * @param epoch the epoch of the last response, 0 if that is long ago
	 * @param permit the number of the permit that is asked for, or {@link #NO_PERMIT}
	 * @param waited whether its caller had to wait
	 * @param pause a pause that this instance's server asked for, or 0
	 * @param throttled whether that server has throttled
	 * @param reports what has become of permits
	 */
	record Request(String instance, int limit, long period, int burst, long longestRequest, long epoch, long permit,
			boolean waited, long pause, boolean throttled, List<Report> reports) {

		/** No permit is asked for. */
		public static final long NO_PERMIT = -1;

		/** Copies the list. */
		public Request {
			reports = List.copyOf(reports);
		}

	}

	/**
	 * State of a permit.
	 *
	 * @param permit its number within the instance
	 * @param returnsIn the time until it returns, or {@link #RELEASED}
	 */
	record Report(long permit, long returnsIn) {

		/** The permit was not used. */
		public static final long RELEASED = -1;

	}

	/**
	 * The response of the budget.
	 *
	 * @param granted whether the permit is granted; {@code false} if none was asked for
	 * @param retryIn how long to wait before asking again, or for the next
	 * @param inUse how many permits are in use by all instances
	 * @param instances how many instances were seen lately
	 * @param pause what is left of a pause that the server asked for
	 * @param epoch when the budget was created; another one means that it was lost
	 * @param repaired whether damaged data was found and removed
	 */
	record Response(boolean granted, long retryIn, int inUse, int instances, long pause, long epoch, boolean repaired) {
	}

}
