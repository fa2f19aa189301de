package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.List;

/**
 * The figures of one or more launches. The contract's identities hold by construction:
 * targeted = sent + dropped, and sent = delivered + undelivered.
 *
 * @param targeted subscribers of the audience
 * @param dropped subscribers to which nothing was sent
 * @param delivered subscribers reached until now
 * @param clicks clicks of those reached
 * @param conversions conversions of the clicks
 * @param revenueCents the revenue of the conversions
 */
record Figures(long targeted, long dropped, long delivered, long clicks, long conversions, long revenueCents) {

	static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);

	private static final long MILLION = 1_000_000;

	/**
	 * Return the figures of a launch at an age. They depend on the campaign and the age
	 * only, grow evenly until the TTL ends, and then stay constant.
	 */
	static Figures of(SandboxLaunch launch, Duration age) {
		long targeted = 100_000 + launch.campaignId().value() * 61_803 % 400_000;
		long dropped = targeted / 830;
		long reachable = (targeted - dropped) * 34 / 100;
		long tried = Math.min(age.toMillis(), launch.ttl().toMillis());
		long delivered = reachable * (tried * MILLION / launch.ttl().toMillis()) / MILLION;
		long clicks = delivered / 190;
		long conversions = clicks / 60;
		return new Figures(targeted, dropped, delivered, clicks, conversions, conversions * 8_266);
	}

	static Figures sum(List<Figures> all) {
		return all.stream().reduce(NONE, Figures::plus);
	}

	Figures plus(Figures other) {
		return new Figures(this.targeted + other.targeted, this.dropped + other.dropped,
				this.delivered + other.delivered, this.clicks + other.clicks, this.conversions + other.conversions,
				this.revenueCents + other.revenueCents);
	}

	Figures minus(Figures other) {
		return new Figures(this.targeted - other.targeted, this.dropped - other.dropped,
				this.delivered - other.delivered, this.clicks - other.clicks, this.conversions - other.conversions,
				this.revenueCents - other.revenueCents);
	}

	/**
	 * Return a percentage of these figures.
	 */
	Figures percent(int percent) {
		return new Figures(this.targeted * percent / 100, this.dropped * percent / 100, this.delivered * percent / 100,
				this.clicks * percent / 100, this.conversions * percent / 100, this.revenueCents * percent / 100);
	}

	long sent() {
		return this.targeted - this.dropped;
	}

	long undelivered() {
		return sent() - this.delivered;
	}

	double deliveryRate() {
		return ratio(this.delivered, sent());
	}

	double ctr() {
		return ratio(this.clicks, this.delivered);
	}

	double conversionRate() {
		return ratio(this.conversions, this.clicks);
	}

	private static double ratio(long part, long whole) {
		return (whole == 0) ? 0 : (double) part / whole;
	}

}
