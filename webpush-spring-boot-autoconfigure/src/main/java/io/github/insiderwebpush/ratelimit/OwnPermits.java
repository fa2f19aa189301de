package io.github.insiderwebpush.ratelimit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.State;

/**
 * The permits of one instance by number, and what a {@link SharedBudget} has yet to be
 * told of them. Requests are not told apart: of all permits that an end may belong to the
 * one is taken that was granted first, so that what is left comes back latest. Not safe
 * for use by several threads.
 */
final class OwnPermits {

	private final long period;

	private final long longestRequest;

	/** In flight; their end will be reported exactly. */
	private final Deque<Permit> held = new ArrayDeque<>();

	/** In flight; they come back by themselves if no end is reported. */
	private final Deque<Permit> unreported = new ArrayDeque<>();

	/** Ended, and not back yet. The time is that of the end. */
	private final Deque<Permit> ended = new ArrayDeque<>();

	private final List<Told> untold = new ArrayList<>();

	private long untoldSince;

	private long touchedAt;

	private long next;

	OwnPermits(long period, long longestRequest) {
		this.period = period;
		this.longestRequest = longestRequest;
	}

	/**
	 * Number permits that may be granted.
	 * @return the number of the first
	 */
	long number(int permits) {
		long first = this.next;
		this.next += permits;
		return first;
	}

	/**
	 * The shared budget has granted permits of these numbers.
	 */
	void granted(long first, int permits, boolean reportsEnd, long now) {
		if (this.held.isEmpty()) {
			this.touchedAt = now;
		}
		for (long number = first; number < first + permits; number++) {
			(reportsEnd ? this.held : this.unreported).add(new Permit(number, now));
		}
	}

	/**
	 * Permits were taken without asking.
	 */
	void takenAlone(int permits, boolean reportsEnd, long now) {
		long first = number(permits);
		granted(first, permits, reportsEnd, now);
		for (long number = first; number < first + permits; number++) {
			tell(State.HELD, number, now, now);
		}
	}

	void ended(long at, long now) {
		end(this.held, at, now);
	}

	void someEnded(long now) {
		removeReturned(now);
		end(this.unreported, now, now);
	}

	private void end(Deque<Permit> permits, long at, long now) {
		Permit first = permits.poll();
		if (first != null) {
			ended(first.number(), at, now);
		}
	}

	/**
	 * Permits that nobody used shall count as if they were.
	 */
	void drained(int permits, long now) {
		long first = number(permits);
		for (long number = first; number < first + permits; number++) {
			ended(number, now, now);
		}
	}

	private void ended(long number, long at, long now) {
		this.ended.add(new Permit(number, at));
		tell(State.ENDED, number, at, now);
	}

	void unused(int permits, boolean reportsEnd, long now) {
		removeReturned(now);
		for (int i = 0; i < permits; i++) {
			Permit first = (reportsEnd ? this.held : this.unreported).poll();
			if (first != null) {
				tell(State.UNUSED, first.number(), now, now);
			}
		}
	}

	/**
	 * Nobody is there any more who wants what the shared budget has granted.
	 */
	void unwanted(long first, int permits, long now) {
		for (long number = first; number < first + permits; number++) {
			tell(State.UNUSED, number, now, now);
		}
	}

	private void tell(State state, long number, long at, long now) {
		if (this.untold.isEmpty()) {
			this.untoldSince = now;
		}
		this.untold.add(new Told(state, number, at));
	}

	boolean hasUntold() {
		return !this.untold.isEmpty();
	}

	long untoldSince() {
		return this.untoldSince;
	}

	boolean holdsAny() {
		return !this.held.isEmpty();
	}

	/**
	 * Return when the shared budget was last told of all that are in flight.
	 */
	long touchedAt() {
		return this.touchedAt;
	}

	/**
	 * Return what is untold, and take it as told.
	 * @param touch whether to tell also of those in flight that they still are
	 */
	List<Report> news(boolean touch, long now) {
		return report(false, touch, now);
	}

	/**
	 * Return all that still counts, and take it as told.
	 */
	List<Report> all(long now) {
		this.untold.removeIf((told) -> told.state() != State.UNUSED);
		return report(true, true, now);
	}

	private List<Report> report(boolean all, boolean touch, long now) {
		removeReturned(now);
		List<Report> reports = new ArrayList<>();
		if (touch) {
			touch(reports, now);
		}
		tell(reports, now);
		if (all) {
			addPast(reports, now);
		}
		return reports;
	}

	private void addPast(List<Report> reports, long now) {
		for (Permit permit : this.unreported) {
			long latestEnd = permit.at() + this.longestRequest;
			reports.add(new Report(State.ENDED, permit.number(), now - latestEnd));
		}
		for (Permit permit : this.ended) {
			reports.add(new Report(State.ENDED, permit.number(), now - permit.at()));
		}
	}

	private void tell(List<Report> reports, long now) {
		for (Told told : this.untold) {
			reports.add(new Report(told.state(), told.number(), now - told.at()));
		}
		this.untold.clear();
	}

	private void touch(List<Report> reports, long now) {
		for (Permit permit : this.held) {
			reports.add(new Report(State.HELD, permit.number(), 0));
		}
		this.touchedAt = now;
	}

	private void removeReturned(long now) {
		for (Iterator<Permit> permits = this.ended.iterator(); permits.hasNext();) {
			if (permits.next().at() + this.period - now <= 0) {
				permits.remove();
			}
		}
		Permit first = this.unreported.peek();
		while (first != null && first.at() + this.longestRequest + this.period - now <= 0) {
			this.unreported.poll();
			first = this.unreported.peek();
		}
	}

	private record Permit(long number, long at) {
	}

	private record Told(State state, long number, long at) {
	}

}
