package io.github.insiderwebpush.ratelimit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongUnaryOperator;

import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.Request;
import io.github.insiderwebpush.ratelimit.SharedBudget.Response;

/**
 * Window of an instance that shares its budget. A permit is granted when the local window
 * has one free and the shared budget agrees. Without a response the instance falls back
 * to the local window with its share of the limit. Like the local window it has no clock,
 * no lock and no thread.
 */
final class SharedWindow implements BudgetWindow, SharedBudgetClient.Listener {

	/** The epoch of a budget is valid for this many lives of a permit. */
	private static final int EPOCH_KNOWN = 4;

	private final RollingWindow local;

	private final SharedBudgetClient client;

	private final String instance = Long.toUnsignedString(UUID.randomUUID().getMostSignificantBits(),
			Character.MAX_RADIX);

	private final long period;

	private final long longestRequest;

	private final int burst;

	private final LongUnaryOperator jitter;

	private int limit;

	private long nextPermit;

	/**
	 * The numbers of the permits in flight. A request that ends is taken for the one that
	 * was granted first, so that those left are counted longest.
	 */
	private final Deque<Long> inFlight = new ArrayDeque<>();

	private long renewAt;

	/** When permits return, or that they were released, by number. */
	private final Map<Long, Long> reports = new LinkedHashMap<>();

	private Map<Long, Long> reportsUnderWay = Map.of();

	private boolean pauseToReport;

	private boolean throttleToReport;

	/** The permit that is asked for, or that was granted and not taken yet. */
	private long permit = Request.NO_PERMIT;

	private boolean granted;

	private boolean waited;

	private long retryAt;

	private boolean fallback;

	private long respondedAt;

	/** 0 before the first response. */
	private long epoch;

	private int instances = 1;

	private int inUseByAll;

	/**
	 * Create a window.
	 * @param local the window of this instance, without a limit of the burst, because the
	 * shared budget decides about that
	 */
	SharedWindow(RollingWindow local, SharedBudgetClient client, int limit, long period, int burst, long longestRequest,
			LongUnaryOperator jitter) {
		this.local = local;
		this.client = client;
		this.limit = limit;
		this.period = period;
		this.burst = burst;
		this.longestRequest = longestRequest;
		this.jitter = jitter;
	}

	/**
	 * Send a request if there is a reason.
	 */
	@Override
	public void prepare(int waiting, long now) {
		boolean locallyFree = this.local.nanosUntilFree(now) == 0;
		if (this.granted && (waiting == 0 || !locallyFree)) {
			report(this.permit, Report.RELEASED, now);
			this.permit = Request.NO_PERMIT;
			this.granted = false;
		}
		this.waited = waiting > 0 && (this.waited || !locallyFree);
		if (!this.inFlight.isEmpty() && now >= this.renewAt) {
			this.inFlight.forEach((number) -> report(number, now + permitLife(), now));
			this.renewAt = now + permitLife() / 2;
		}
		boolean asks = !this.fallback && waiting > 0 && locallyFree && this.permit == Request.NO_PERMIT
				&& now >= this.retryAt;
		boolean reports = !this.reports.isEmpty() || this.pauseToReport || this.epoch == 0;
		if ((asks || reports || this.fallback) && this.client.isReady(now)) {
			this.client.send(request(asks, now), now);
		}
	}

	@Override
	public long nanosUntilAction(long now) {
		long renewal = this.inFlight.isEmpty() ? UNKNOWN : this.renewAt - now;
		return Math.min(renewal, this.client.nanosUntilAttempt(now));
	}

	private Request request(boolean asks, long now) {
		if (asks) {
			this.permit = this.nextPermit++;
		}
		List<Report> list = new ArrayList<>();
		this.reports.forEach((number, returnsAt) -> list.add(new Report(number, returnsIn(returnsAt, now))));
		this.reportsUnderWay = Map.copyOf(this.reports);
		boolean isEpochKnown = now - this.respondedAt < EPOCH_KNOWN * permitLife();
		Request request = new Request(this.instance, this.limit, this.period, this.burst, this.longestRequest,
				isEpochKnown ? this.epoch : 0, asks ? this.permit : Request.NO_PERMIT, this.waited,
				this.pauseToReport ? pauseLeft(now) : 0, this.throttleToReport, list);
		this.pauseToReport = false;
		this.throttleToReport = false;
		return request;
	}

	private static long returnsIn(long returnsAt, long now) {
		return (returnsAt == Report.RELEASED) ? returnsAt : Math.max(0, returnsAt - now);
	}

	private void report(long number, long returnsAt, long now) {
		this.reports.values().removeIf((other) -> other != Report.RELEASED && other <= now);
		this.reports.put(number, returnsAt);
	}

	/** The time in which a permit returns by itself. */
	private long permitLife() {
		return this.longestRequest + this.period;
	}

	@Override
	public boolean onResponse(Request request, Response response, long now) {
		boolean reject = false;
		if (this.fallback) {
			this.fallback = false;
			this.local.changeLimit(this.limit, this.limit, now);
			this.retryAt = now;
			this.waited = true;
		}
		this.reportsUnderWay.forEach(this.reports::remove);
		this.respondedAt = now;
		this.epoch = response.epoch();
		this.instances = response.instances();
		this.inUseByAll = response.inUse();
		if (response.pause() > pauseLeft(now)) {
			this.local.pause(response.pause(), now);
			reject = true;
		}
		if (request.permit() != Request.NO_PERMIT) {
			this.granted = response.granted();
			if (!this.granted) {
				this.permit = Request.NO_PERMIT;
			}
			retryIn(response.retryIn(), now);
			reject |= response.retryIn() > 2 * this.period / this.limit;
		}
		return reject;
	}

	private void retryIn(long wait, long now) {
		boolean mustWait = wait > 0 || !this.granted;
		this.waited |= mustWait;
		if (mustWait) {
			long interval = this.period / this.limit;
			this.retryAt = now + Math.max(wait, interval / 100) + this.jitter.applyAsLong(interval / 10);
		}
	}

	@Override
	public void onFallback(Request request, long now) {
		this.pauseToReport |= request.pause() > 0 || request.throttled();
		this.throttleToReport |= request.throttled();
		if (this.permit != Request.NO_PERMIT) {
			report(this.permit, Report.RELEASED, now);
			this.permit = Request.NO_PERMIT;
			this.granted = false;
		}
		if (!this.fallback) {
			this.fallback = true;
			this.local.changeLimit(share(), 1, now);
		}
	}

	boolean isFallback() {
		return this.fallback;
	}

	int instances() {
		return this.instances;
	}

	long fallbacks() {
		return this.client.fallbacks();
	}

	/**
	 * Return how many requests of this instance may arrive in one period in a fallback.
	 */
	int share() {
		return Math.max(1, this.limit / this.instances);
	}

	@Override
	public long nanosUntilFree(long now) {
		long wait = this.local.nanosUntilFree(now);
		if (this.fallback || this.granted) {
			return wait;
		}
		wait = (this.permit != Request.NO_PERMIT) ? UNKNOWN : Math.max(wait, this.retryAt - now);
		return (wait > 0) ? wait : UNKNOWN;
	}

	@Override
	public long minimumWait(int before, long pause, long now) {
		long wait = this.local.minimumWait(before, pause, now);
		return this.fallback ? wait : Math.max(wait, this.retryAt - now);
	}

	@Override
	public void take(boolean waited, long now) {
		this.local.take(this.fallback && waited, now);
		if (this.inFlight.isEmpty()) {
			this.renewAt = now + permitLife() / 2;
		}
		if (this.fallback) {
			this.inFlight.add(this.nextPermit);
			report(this.nextPermit++, now + permitLife(), now);
			return;
		}
		this.inFlight.add(this.permit);
		this.permit = Request.NO_PERMIT;
		this.granted = false;
	}

	@Override
	public void complete(long now) {
		this.local.complete(now);
		report(this.inFlight.remove(), now + this.period, now);
	}

	@Override
	public void abandon(long sentAt, long now) {
		this.local.abandon(sentAt, now);
		report(this.inFlight.remove(), Math.max(now, sentAt + this.longestRequest) + this.period, now);
	}

	@Override
	public void release(long now) {
		this.local.release(now);
		report(this.inFlight.remove(), Report.RELEASED, now);
	}

	@Override
	public void throttled(long wait, long now) {
		this.local.throttled(wait, now);
		this.pauseToReport = true;
		this.throttleToReport = true;
	}

	@Override
	public void pause(long nanos, long now) {
		this.local.pause(nanos, now);
		this.pauseToReport = true;
	}

	@Override
	public long pauseLeft(long now) {
		return this.local.pauseLeft(now);
	}

	@Override
	public long paused() {
		return this.local.paused();
	}

	@Override
	public int free(long now) {
		boolean othersAreKnown = !this.fallback && now - this.respondedAt < this.period;
		int usedByOthers = othersAreKnown ? Math.max(0, this.inUseByAll - this.local.inUse(now)) : 0;
		return this.local.free(now) - usedByOthers;
	}

	@Override
	public int drain(long now) {
		int drained = this.local.drain(now);
		for (int i = 0; i < drained; i++) {
			report(this.nextPermit++, now + this.period, now);
		}
		return drained;
	}

	@Override
	public void changeLimit(int limit, long now) {
		this.limit = limit;
		this.local.changeLimit(this.fallback ? share() : limit, this.fallback ? 1 : limit, now);
	}

	@Override
	public long decisionTime() {
		return this.fallback ? 0 : this.client.responseTime();
	}

}
