package io.github.insiderwebpush;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.ratelimit.WebPushTimer;

/**
 * The asynchronous calls for work that has no deadline, and what such work needs beside
 * them: a way to take calls back, threads, and time.
 *
 * @since 0.1.0
 * @see WebPushTemplate#patiently()
 */
public interface WebPushPatientOperations extends WebPushAsyncOperations {

	/**
	 * Take a call back, unless a request of it is on the wire: then that one is its last,
	 * and what it is answered becomes the result. Safe to repeat.
	 * @param call what one of this object's methods returned; it ends with a
	 * {@link WebPushException} of the error {@link WebPushError#CANCELLED} if the call
	 * was taken back
	 */
	void withdraw(CompletableFuture<?> call);

	/**
	 * Run a step on a thread of the application's task executor, or on one of the JVM's
	 * common pool when that executor takes no more because the application is stopping,
	 * but never on the timer's. A virtual clock stands still until it has run.
	 * @param step what to run
	 */
	void execute(Runnable step);

	/**
	 * Return the clock, and what waits.
	 * @return the timer
	 */
	WebPushTimer timer();

	/**
	 * Return how far apart calls are when the budget is used to the full.
	 * @param operation what is called
	 * @return the limiter's period, divided by its limit
	 */
	Duration interval(WebPushOperation operation);

}
