package io.github.insiderwebpush.ratelimit;

import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a shared budget is told of an instance's permits.
 */
class OwnPermitsTests {

	private static final long PERIOD = 60;

	private static final long LONGEST = 35;

	private final OwnPermits permits = new OwnPermits(PERIOD, LONGEST);

	@Test
	void noNumberIsUsedTwice() {
		assertThat(this.permits.number(3)).isZero();
		assertThat(this.permits.number(1)).isEqualTo(3);
		this.permits.takenAlone(2, true, 0);
		this.permits.drained(2, 0);
		assertThat(this.permits.number(1)).isEqualTo(8);
	}

	@Test
	void grantIsNoNewsToWhoGrantedIt() {
		this.permits.granted(0, 2, true, 10);
		assertThat(this.permits.hasUntold()).isFalse();
		assertThat(this.permits.news(false, 10)).isEmpty();
	}

	@Test
	void endIsToldOnceAndHowLongAgoItWas() {
		this.permits.granted(0, 1, true, 10);
		this.permits.ended(20, 20);
		assertThat(this.permits.hasUntold()).isTrue();
		assertThat(this.permits.news(false, 25)).containsExactly(new Report(State.ENDED, 0, 5));
		assertThat(this.permits.hasUntold()).isFalse();
		assertThat(this.permits.news(false, 25)).isEmpty();
	}

	@Test
	void requestThatMayStillArriveEndsInTheFuture() {
		this.permits.granted(0, 1, true, 10);
		this.permits.ended(45, 20);
		assertThat(this.permits.news(false, 25)).containsExactly(new Report(State.ENDED, 0, -20));
	}

	@Test
	void endsAreThoseOfThePermitsThatWereGrantedFirst() {
		this.permits.granted(4, 3, true, 10);
		this.permits.ended(20, 20);
		this.permits.ended(20, 20);
		assertThat(this.permits.news(true, 20)).containsExactlyInAnyOrder(new Report(State.ENDED, 4, 0),
				new Report(State.ENDED, 5, 0), new Report(State.HELD, 6, 0));
	}

	@Test
	void endThatIsGuessedIsThatOfAPermitWithoutExactEnd() {
		this.permits.granted(0, 1, true, 10);
		this.permits.granted(1, 2, false, 10);
		this.permits.someEnded(20);
		assertThat(this.permits.news(false, 20)).containsExactly(new Report(State.ENDED, 1, 0));
	}

	@Test
	void endIsNotTakenForThatOfAPermitThatCameBackByItself() {
		this.permits.granted(0, 1, false, 0);
		this.permits.granted(1, 1, false, 90);
		this.permits.someEnded(96);
		assertThat(this.permits.news(false, 96)).containsExactly(new Report(State.ENDED, 1, 0));
	}

	@Test
	void permitsTakenAloneAreTold() {
		this.permits.takenAlone(2, true, 10);
		assertThat(this.permits.news(false, 10)).containsExactly(new Report(State.HELD, 0, 0),
				new Report(State.HELD, 1, 0));
	}

	@Test
	void drainedPermitsCountAsIfTheyWereUsed() {
		this.permits.drained(2, 10);
		assertThat(this.permits.news(false, 15)).containsExactly(new Report(State.ENDED, 0, 5),
				new Report(State.ENDED, 1, 5));
		assertThat(this.permits.all(69)).hasSize(2);
	}

	@Test
	void unusedPermitsAreFreeAndTheOthersAreNot() {
		this.permits.granted(0, 3, true, 10);
		this.permits.unused(2, true, 10);
		assertThat(this.permits.news(true, 10)).containsExactlyInAnyOrder(new Report(State.UNUSED, 0, 0),
				new Report(State.UNUSED, 1, 0), new Report(State.HELD, 2, 0));
	}

	@Test
	void unusedPermitsWithoutExactEndAreFreeToo() {
		this.permits.granted(0, 1, true, 10);
		this.permits.granted(1, 3, false, 10);
		this.permits.unused(2, false, 10);
		assertThat(this.permits.news(false, 10)).containsExactly(new Report(State.UNUSED, 1, 0),
				new Report(State.UNUSED, 2, 0));
	}

	@Test
	void permitThatCameBackByItselfIsNotTheUnusedOne() {
		this.permits.granted(0, 1, false, 0);
		this.permits.granted(1, 1, false, 90);
		this.permits.unused(1, false, 96);
		assertThat(this.permits.news(false, 96)).containsExactly(new Report(State.UNUSED, 1, 0));
	}

	@Test
	void grantThatNobodyWantsIsFree() {
		this.permits.unwanted(7, 2, 10);
		assertThat(this.permits.news(false, 10)).containsExactly(new Report(State.UNUSED, 7, 0),
				new Report(State.UNUSED, 8, 0));
	}

	@Test
	void laterNewsDoesNotMakeTheFirstYounger() {
		this.permits.granted(0, 3, true, 10);
		this.permits.ended(20, 20);
		this.permits.ended(30, 30);
		assertThat(this.permits.untoldSince()).isEqualTo(20);
		this.permits.news(false, 35);
		this.permits.ended(40, 40);
		assertThat(this.permits.untoldSince()).isEqualTo(40);
	}

	@Test
	void onlyPermitsWithExactEndAreHeld() {
		this.permits.granted(0, 1, false, 10);
		assertThat(this.permits.holdsAny()).isFalse();
		this.permits.granted(1, 1, true, 10);
		assertThat(this.permits.holdsAny()).isTrue();
		this.permits.ended(20, 20);
		assertThat(this.permits.holdsAny()).isFalse();
	}

	@Test
	void laterGrantDoesNotPutOffThatTheFirstIsConfirmed() {
		this.permits.granted(0, 1, true, 10);
		this.permits.granted(1, 1, true, 20);
		assertThat(this.permits.touchedAt()).isEqualTo(10);
		assertThat(this.permits.news(true, 25)).extracting(Report::state).containsOnly(State.HELD);
		assertThat(this.permits.touchedAt()).isEqualTo(25);
	}

	@Test
	void grantAfterAPauseIsAsGoodAsConfirmed() {
		this.permits.granted(0, 1, true, 10);
		this.permits.ended(20, 20);
		this.permits.granted(1, 1, true, 500);
		assertThat(this.permits.touchedAt()).isEqualTo(500);
	}

	@Test
	void allThatCountsIsEachPermitOnce() {
		this.permits.takenAlone(2, true, 10);
		this.permits.ended(20, 20);
		this.permits.unwanted(7, 1, 20);
		assertThat(this.permits.all(25)).containsExactlyInAnyOrder(new Report(State.ENDED, 0, 5),
				new Report(State.HELD, 1, 0), new Report(State.UNUSED, 7, 5));
		assertThat(this.permits.news(false, 25)).isEmpty();
		assertThat(this.permits.touchedAt()).isEqualTo(25);
	}

	@Test
	void endThatWasToldStillCountsForOnePeriod() {
		this.permits.granted(0, 1, true, 10);
		this.permits.ended(20, 20);
		this.permits.news(false, 25);
		assertThat(this.permits.all(79)).containsExactly(new Report(State.ENDED, 0, 59));
		assertThat(this.permits.all(80)).isEmpty();
	}

	@Test
	void permitComesBackAlthoughAnEarlierOneMayStillBeOnItsWay() {
		this.permits.granted(0, 2, true, 10);
		this.permits.ended(45, 20);
		this.permits.ended(20, 20);
		assertThat(this.permits.all(80)).containsExactly(new Report(State.ENDED, 0, 35));
	}

	@Test
	void permitWithoutExactEndCountsAsIfItsRequestTookTheLongest() {
		this.permits.granted(0, 1, false, 10);
		this.permits.granted(1, 1, false, 20);
		assertThat(this.permits.all(25)).containsExactly(new Report(State.ENDED, 0, -20),
				new Report(State.ENDED, 1, -30));
		assertThat(this.permits.all(104)).hasSize(2);
		assertThat(this.permits.all(105)).containsExactly(new Report(State.ENDED, 1, 50));
		assertThat(this.permits.all(115)).isEmpty();
	}

}
