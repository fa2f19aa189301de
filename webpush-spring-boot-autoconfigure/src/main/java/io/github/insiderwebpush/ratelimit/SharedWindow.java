package io.github.insiderwebpush.ratelimit;

import java.util.List;

import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter.Sharing;
import io.github.insiderwebpush.ratelimit.SharedBudget.Question;
import io.github.insiderwebpush.ratelimit.SharedBudget.Reply;
import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.Verdict;

/**
 * The window of an instance that shares its budget. What it inherits is the books of its
 * own permits. While the shared budget answers, that one decides; while it does not, the
 * instance goes on alone with its share, evenly spaced. Like its parent it has no clock,
 * no lock and no thread: the {@link Conversation} has.
 */
final class SharedWindow extends RollingWindow {

	/** For so many periods an instance is remembered, and so is the budget. */
	static final int LATELY = 5;

	/** The ends of requests wait so long for a question to travel with. */
	static final long PATIENCE = 1_000_000_000L;

	static final long NEVER = Long.MAX_VALUE;

	private static final long FOR_EVER = 1L << 61;

	private final String instance;

	private final int burst;

	private final OwnPermits own;

	private final Conversation conversation;

	private int fullLimit;

	private boolean alone;

	/** Until when grants are even for another reason than that this goes on alone. */
	private long trulyEvenUntil;

	private long lastGrantAt;

	private int credit;

	private long creditFrom;

	private boolean creditWaited;

	/** When the first in line may ask. */
	private long turnAt;

	private boolean hadToWait;

	private boolean inLine;

	private long stopToTell = Question.NO_STOP;

	private boolean pauseToTell;

	private boolean mustReportAll = true;

	private long epoch;

	private long heardAt;

	private int instances = 1;

	private int inUseByOthers;

	SharedWindow(int limit, long period, int burst, long longestRequest, String instance, Conversation conversation,
			long now) {
		super(limit, period, burst, longestRequest, now);
		this.instance = instance;
		this.burst = burst;
		this.own = new OwnPermits(period, longestRequest);
		this.conversation = conversation;
		this.fullLimit = limit;
		this.trulyEvenUntil = this.evenUntil;
		this.lastGrantAt = now - period;
		this.turnAt = now;
		this.heardAt = now - LATELY * period;
	}

	@Override
	int limit() {
		return this.fullLimit;
	}

	@Override
	int free(long now) {
		return super.free(now) - (othersAreKnown(now) ? this.inUseByOthers : 0);
	}

	private boolean othersAreKnown(long now) {
		return !this.alone && now - this.heardAt < this.period;
	}

	@Override
	boolean isFree(int permits, long now) {
		return this.alone ? super.isFree(permits, now) : this.credit >= permits;
	}

	@Override
	long nanosUntilFree(int permits, long now) {
		return this.alone ? super.nanosUntilFree(permits, now) : UNTIL_AN_ANSWER;
	}

	@Override
	long leastWait(int first, long before, int permits, long now) {
		return Math.max(super.leastWait(first, before, permits, now), this.alone ? 0 : this.turnAt - now);
	}

	@Override
	void take(int permits, boolean reportsEnd, boolean waited, long now) {
		// Who waits for an answer only has not waited for a permit. Alone, nothing is
		// saved up.
		super.take(permits, reportsEnd, this.creditWaited, now);
		this.lastGrantAt = now;
		if (this.alone) {
			this.own.takenAlone(permits, reportsEnd, now);
		}
		else {
			this.own.granted(this.creditFrom, permits, reportsEnd, now);
			this.creditFrom += permits;
			this.credit -= permits;
		}
	}

	/**
	 * The books of all instances say when a permit was granted.
	 */
	@Override
	boolean takeUntimed() {
		return false;
	}

	@Override
	void answered(long now) {
		super.answered(now);
		this.own.ended(now, now);
	}

	@Override
	void firstUnreportedAnswered(long now) {
		super.firstUnreportedAnswered(now);
		this.own.someEnded(now);
	}

	@Override
	void unanswered(long sentAt, long now) {
		super.unanswered(sentAt, now);
		this.own.ended(now + Math.max(0, sentAt + this.longestRequest - now), now);
	}

	@Override
	void unused(int permits, boolean reportsEnd, long now) {
		super.unused(permits, reportsEnd, now);
		this.own.unused(permits, reportsEnd, now);
	}

	@Override
	int drain(long now) {
		int drained = super.drain(now);
		this.own.drained(drained, now);
		return drained;
	}

	@Override
	void holdBack(long wait, long now) {
		super.holdBack(wait, now);
		this.pauseToTell = true;
	}

	@Override
	void stop(long wait, long now) {
		super.stop(wait, now);
		this.stopToTell = wait;
		this.trulyEvenUntil = this.evenUntil;
		if (this.alone) {
			this.evenUntil = now + FOR_EVER;
		}
	}

	@Override
	void stopForRestOfWindow(long now) {
		super.stopForRestOfWindow(now);
		this.stopToTell = Question.REST_OF_WINDOW;
	}

	@Override
	void changeLimit(int limit, long now) {
		this.fullLimit = limit;
		super.changeLimit(this.alone ? share() : limit, now);
	}

	boolean isAlone() {
		return this.alone;
	}

	Sharing sharing() {
		return new Sharing(this.alone, share(), this.instances, this.conversation.departures());
	}

	int instances() {
		return this.instances;
	}

	int share() {
		return Math.max(1, this.fullLimit / this.instances);
	}

	@Override
	long patience() {
		return this.alone ? 0 : this.conversation.patience();
	}

	/**
	 * Ask if there is reason to, or see to it that it is done in time.
	 */
	@Override
	void attend(PermitQueue queue, long now) {
		this.own.unwanted(this.creditFrom, this.credit, now);
		this.credit = 0;
		int wanted = queue.wantedByFirst();
		if (wanted == 0) {
			this.hadToWait = false;
			this.turnAt = now;
		}
		if (this.conversation.isBusy()) {
			return;
		}
		long due = dueIn(wanted, now);
		if (due <= 0) {
			boolean asks = !this.alone && this.turnAt - now <= 0;
			this.conversation.ask(queue, this, question(asks ? wanted : 0, queue.size() > (asks ? 1 : 0), now), now);
		}
		else {
			this.conversation.wakeIn(queue, due, now);
		}
	}

	private long dueIn(int wanted, long now) {
		if (this.alone) {
			return this.conversation.nextAttemptIn(now);
		}
		if (this.mustReportAll || this.pauseToTell || this.stopToTell != Question.NO_STOP) {
			return 0;
		}
		long untilTurn = (wanted > 0) ? this.turnAt - now : NEVER;
		long due = untilTurn;
		// What travels with a question that is due soon need not travel alone.
		if (untilTurn > this.period / 4) {
			if (this.own.hasUntold()) {
				due = Math.min(due, this.own.untoldSince() + PATIENCE - now);
			}
			else if (this.inLine && wanted == 0) {
				due = Math.min(due, this.heardAt + PATIENCE - now);
			}
		}
		if (this.own.holdsAny()) {
			due = Math.min(due, untilTouch(now));
		}
		return due;
	}

	private long untilTouch(long now) {
		return this.own.touchedAt() + Math.max(PATIENCE, this.longestRequest / 2) - now;
	}

	private Question question(int wanted, boolean more, long now) {
		boolean all = this.mustReportAll || this.alone;
		long still = Math.max(0, this.stoppedUntil - now);
		long stop = this.stopToTell;
		if (all && still > 0 && this.trulyEvenUntil - this.stoppedUntil > 0) {
			stop = still;
		}
		List<Report> reports = all ? this.own.all(now)
				: this.own.news(2 * untilTouch(now) <= this.longestRequest / 2, now);
		Question question = new Question(this.instance, this.fullLimit, this.period, this.burst, this.longestRequest,
				wanted, this.own.number(wanted), this.hadToWait, more, all ? 0 : this.epoch,
				now - this.heardAt < LATELY * this.period, stop, (all || this.pauseToTell) ? still : 0, reports);
		this.stopToTell = Question.NO_STOP;
		this.pauseToTell = false;
		return question;
	}

	/**
	 * The shared budget has answered in time.
	 * @return whether some may now have to wait longer than they can
	 */
	boolean hear(Question question, Reply reply, long now) {
		if (this.alone) {
			returnFromAlone(now);
		}
		this.heardAt = now;
		this.instances = Math.max(1, reply.instances());
		this.epoch = reply.epoch();
		this.mustReportAll = reply.verdict() == Verdict.REPORT_ALL;
		boolean granted = reply.verdict() == Verdict.GRANTED;
		if (granted) {
			this.credit = question.wanted();
			this.creditFrom = question.first();
			this.creditWaited = question.waited();
		}
		if (!this.mustReportAll && question.wanted() > 0) {
			this.turnAt = now + reply.turnIn();
			this.hadToWait |= reply.turnIn() > 0;
		}
		this.inLine = question.more() || (question.wanted() > 0 && !granted);
		this.inUseByOthers = Math.max(0, reply.inUse() - inUse(now) - this.credit);
		hold(reply.stopped(), now);
		return reply.verdict() == Verdict.WAIT;
	}

	/**
	 * What was asked is answered so late that nobody waits for it any more.
	 */
	void hearLate(Question question, Reply reply, long now) {
		if (reply.verdict() == Verdict.GRANTED) {
			this.own.unwanted(question.first(), question.wanted(), now);
		}
	}

	/**
	 * The shared budget does not answer.
	 * @return whether it did until now
	 */
	boolean goAlone(long now) {
		if (this.alone) {
			return false;
		}
		this.alone = true;
		this.trulyEvenUntil = this.evenUntil;
		super.changeLimit(share(), now);
		this.evenUntil = now + FOR_EVER;
		this.emptyAt = this.lastGrantAt;
		return true;
	}

	private void returnFromAlone(long now) {
		this.alone = false;
		this.evenUntil = this.trulyEvenUntil;
		super.changeLimit(this.fullLimit, now);
		this.turnAt = now;
		this.hadToWait = true;
	}

}
