package io.github.insiderwebpush.ratelimit.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.ratelimit.SharedBudget.ClosedException;
import io.github.insiderwebpush.ratelimit.SharedBudget.Question;
import io.github.insiderwebpush.ratelimit.SharedBudget.Reply;
import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.State;
import io.github.insiderwebpush.ratelimit.SharedBudget.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The script on a real server, question by question. Periods are so long that no test
 * waits for one to end: what has to be in the past is told as a span.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BudgetScriptTests {

	private static final long HOUR = Duration.ofHours(1).toNanos();

	private static final long LONGEST = Duration.ofMinutes(10).toNanos();

	private static final long SLACK = Duration.ofMinutes(1).toNanos();

	private static RedisProcess server;

	private static LettuceConnectionFactory connections;

	private static StringRedisTemplate redis;

	private RedisSharedBudget budget;

	private long epoch;

	@BeforeAll
	static void start() {
		server = new RedisProcess();
		connections = server.connect();
		redis = new StringRedisTemplate(connections);
	}

	@AfterAll
	static void stop() {
		connections.destroy();
		server.close();
	}

	@BeforeEach
	void forget() {
		execute("FLUSHALL");
		this.budget = new RedisSharedBudget(connections, "10012345", "create");
		this.epoch = 0;
	}

	@Test
	void burstIsGrantedAndThenOneInEachInterval() {
		for (int i = 0; i < 5; i++) {
			assertThat(want("a", i).verdict()).isEqualTo(Verdict.GRANTED);
		}
		Reply sixth = want("a", 5);
		assertThat(sixth.verdict()).isEqualTo(Verdict.WAIT);
		assertThat(sixth.turnIn()).isBetween(HOUR / 30 - SLACK, HOUR / 30);
		assertThat(sixth.inUse()).isEqualTo(5);
	}

	@Test
	void limitHoldsAlthoughTheBurstIsAsLarge() {
		for (int i = 0; i < 3; i++) {
			assertThat(ask(question("a").limit(3).burst(3).wants(i)).verdict()).isEqualTo(Verdict.GRANTED);
		}
		assertThat(ask(question("b").limit(3).burst(3).wants(0)).verdict()).isEqualTo(Verdict.WAIT);
	}

	@Test
	void permitComesBackOnePeriodAfterItsEndWasAndNotAfterItsGrant() {
		ask(question("a").limit(1).wants(0));
		Reply reply = ask(question("a").limit(1).tells(State.ENDED, 0, 0).wants(1));
		assertThat(reply.verdict()).isEqualTo(Verdict.WAIT);
		assertThat(reply.turnIn()).isBetween(HOUR - SLACK, HOUR);
	}

	@Test
	void endThatIsToldLateCountsFromWhenItWas() {
		ask(question("a").limit(1).wants(0));
		Reply reply = ask(question("b").limit(1).tells(State.ENDED, 7, HOUR / 2).wants(0));
		assertThat(reply.inUse()).isEqualTo(2);
		assertThat(scoreOf("b:7")).isBetween(microsFromNow(HOUR / 2 - SLACK), microsFromNow(HOUR / 2));
	}

	@Test
	void endIsNeverBeforeTheGrantWhateverTheInstanceSays() {
		ask(question("a").limit(1).wants(0));
		Reply reply = ask(question("a").limit(1).tells(State.ENDED, 0, 100 * HOUR).wants(1));
		assertThat(reply.verdict()).isEqualTo(Verdict.WAIT);
		assertThat(reply.inUse()).isEqualTo(1);
		assertThat(scoreOf("a:0")).isGreaterThan(microsFromNow(HOUR - SLACK));
	}

	@Test
	void permitOfAnInstanceThatDiedComesBackAfterTheLongestRequest() {
		ask(question("a").wants(0));
		assertThat(scoreOf("a:0")).isBetween(microsFromNow(HOUR + LONGEST - SLACK), microsFromNow(HOUR + LONGEST));
	}

	@Test
	void permitThatWasNotUsedIsFree() {
		ask(question("a").limit(1).wants(0));
		Reply reply = ask(question("a").limit(1).tells(State.UNUSED, 0, 0).wants(1));
		assertThat(reply.verdict()).isEqualTo(Verdict.GRANTED);
		assertThat(reply.inUse()).isEqualTo(1);
	}

	@Test
	void instancesThatWaitTakeTurns() {
		for (int i = 0; i < 5; i++) {
			want("z", i);
		}
		assertThat(want("a", 0).turnIn()).isBetween(HOUR / 30 - SLACK, HOUR / 30);
		assertThat(want("b", 0).turnIn()).isBetween(2 * HOUR / 30 - SLACK, 2 * HOUR / 30);
		assertThat(want("c", 0).turnIn()).isBetween(3 * HOUR / 30 - SLACK, 3 * HOUR / 30);
		assertThat(want("b", 0).turnIn()).isBetween(2 * HOUR / 30 - SLACK, 2 * HOUR / 30);
	}

	@Test
	void whoIsGrantedOneAndWantsMoreGoesToTheEnd() {
		assertThat(ask(question("a").wants(0).more()).verdict()).isEqualTo(Verdict.GRANTED);
		assertThat(want("b", 0).verdict()).as("it is a's turn").isEqualTo(Verdict.WAIT);
		assertThat(ask(question("a").wants(1).more()).verdict()).isEqualTo(Verdict.GRANTED);
		assertThat(ask(question("a").wants(2).more()).verdict()).as("it is b's turn").isEqualTo(Verdict.WAIT);
		assertThat(want("b", 1).verdict()).isEqualTo(Verdict.GRANTED);
		assertThat(want("a", 3).verdict()).isEqualTo(Verdict.GRANTED);
	}

	@Test
	void whoDoesNotWaitAnyMoreHoldsNobodyUp() {
		ask(question("a").wants(0).more());
		assertThat(want("b", 0).verdict()).isEqualTo(Verdict.WAIT);
		ask(question("a"));
		assertThat(want("b", 1).verdict()).isEqualTo(Verdict.GRANTED);
	}

	@Test
	void throttleStopsAllInstancesAndTheRefusedOneGoesFirst() {
		for (int i = 0; i < 5; i++) {
			want("a", i);
		}
		assertThat(want("b", 0).verdict()).as("b waits before a does").isEqualTo(Verdict.WAIT);
		long stop = Duration.ofMinutes(7).toNanos();
		ask(question("a").stop(stop));
		Reply other = want("b", 1);
		assertThat(other.verdict()).isEqualTo(Verdict.WAIT);
		assertThat(other.stopped()).isBetween(stop - SLACK, stop);
		Reply refused = want("a", 5);
		assertThat(refused.turnIn()).isBetween(stop - SLACK, stop);
		assertThat(other.turnIn()).isGreaterThan(refused.turnIn() + HOUR / 30 - SLACK);
	}

	@Test
	void throttleWithoutAWaitStopsForTheRestOfTheWindow() {
		want("a", 0);
		ask(question("a").tells(State.ENDED, 0, 0));
		Reply reply = ask(question("a").stop(Question.REST_OF_WINDOW));
		assertThat(reply.stopped()).isBetween(HOUR - SLACK, HOUR);
	}

	@Test
	void pauseNeverShortensAStop() {
		ask(question("a").stop(HOUR / 4));
		Reply reply = ask(question("b").pause(HOUR / 8));
		assertThat(reply.stopped()).isBetween(HOUR / 4 - SLACK, HOUR / 4);
	}

	@Test
	void keyExpires() {
		want("a", 0);
		assertThat(redis.getExpire(RedisSharedBudget.key("10012345", "create"), TimeUnit.NANOSECONDS))
			.isBetween(5 * HOUR - SLACK, 5 * HOUR);
	}

	@Test
	void allIsUnderOneKeyInWhichThereAreNumbersAndNamesOnly() {
		want("a", 0);
		want("b", 0);
		assertThat(redis.keys("*")).containsExactly("webpush:{10012345}:create");
		assertThat(redis.opsForZSet().range("webpush:{10012345}:create", 0, -1))
			.allSatisfy((member) -> assertThat(member).matches("[ab]:\\d+|[-\\d ]+\\|([ab],\\d+,\\d+;?)+"));
	}

	@Test
	void scriptSurvivesThatTheServerForgetsIt() {
		want("a", 0);
		execute("SCRIPT", "FLUSH");
		assertThat(want("a", 1).verdict()).isEqualTo(Verdict.GRANTED);
	}

	@Test
	void serverThatForgotTheBudgetIsToldBeforeItGrants() {
		this.epoch = want("a", 0).epoch();
		execute("FLUSHALL");
		Reply reply = ask(question("a").known().wants(1));
		assertThat(reply.verdict()).isEqualTo(Verdict.REPORT_ALL);
		this.epoch = 0;
		Reply afterAll = ask(question("a").known().tells(State.ENDED, 0, 0).wants(1));
		assertThat(afterAll.inUse()).isEqualTo(1);
		assertThat(afterAll.verdict()).as("no burst from a budget that was lost").isEqualTo(Verdict.WAIT);
	}

	@Test
	void instancesSeenLatelyAreCounted() {
		want("a", 0);
		ask(question("b"));
		assertThat(ask(question("c")).instances()).isEqualTo(3);
		assertThat(ask(question("c")).instances()).isEqualTo(3);
	}

	@Test
	void serverThatMayOnlyBeReadFails() {
		execute("CONFIG", "SET", "min-replicas-to-write", "1");
		try {
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> want("a", 0));
		}
		finally {
			execute("CONFIG", "SET", "min-replicas-to-write", "0");
		}
	}

	@Test
	void connectionThatTheApplicationHasClosedIsNoOtherFailure() {
		LettuceConnectionFactory closing = server.connect();
		RedisSharedBudget closed = new RedisSharedBudget(closing, "10012345", "create");
		closed.ask(question("a").build());
		closing.stop();
		assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> closed.ask(question("a").build()));
		closing.destroy();
	}

	@Test
	void budgetNeedsAConnectionAnAccountAndAName() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisSharedBudget(null, "10012345", "create"))
			.withMessageContaining("'connectionFactory'");
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisSharedBudget(connections, " ", "create"))
			.withMessageContaining("'account'");
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisSharedBudget(connections, "10012345", ""))
			.withMessageContaining("'budget'");
	}

	private Reply want(String instance, long number) {
		return ask(question(instance).wants(number));
	}

	private Reply ask(QuestionBuilder question) {
		return this.budget.ask(question.build());
	}

	private QuestionBuilder question(String instance) {
		return new QuestionBuilder(instance, this.epoch);
	}

	private static double scoreOf(String member) {
		return Objects.requireNonNull(redis.opsForZSet().score("webpush:{10012345}:create", member));
	}

	/**
	 * On one machine, the server's clock is that of the test.
	 */
	private static double microsFromNow(long nanos) {
		return System.currentTimeMillis() * 1000.0 + nanos / 1000.0 + 1000;
	}

	private static void execute(String command, String... arguments) {
		redis.execute((org.springframework.data.redis.core.RedisCallback<Object>) (connection) -> connection
			.execute(command, Arrays.stream(arguments).map(String::getBytes).toArray(byte[][]::new)));
	}

	private static final class QuestionBuilder {

		private final String instance;

		private final long epoch;

		private final List<Report> reports = new ArrayList<>();

		private int limit = 30;

		private long period = HOUR;

		private int burst = 5;

		private int wanted;

		private long first;

		private boolean waited;

		private boolean more;

		private boolean known;

		private long stop = Question.NO_STOP;

		private long pause;

		QuestionBuilder(String instance, long epoch) {
			this.instance = instance;
			this.epoch = epoch;
		}

		QuestionBuilder limit(int limit) {
			this.limit = limit;
			return this;
		}

		QuestionBuilder period(long period) {
			this.period = period;
			return this;
		}

		QuestionBuilder burst(int burst) {
			this.burst = burst;
			return this;
		}

		QuestionBuilder wants(long number) {
			this.wanted = 1;
			this.first = number;
			return this;
		}

		QuestionBuilder waited() {
			this.waited = true;
			return this;
		}

		QuestionBuilder more() {
			this.more = true;
			return this;
		}

		QuestionBuilder known() {
			this.known = true;
			return this;
		}

		QuestionBuilder stop(long stop) {
			this.stop = stop;
			return this;
		}

		QuestionBuilder pause(long pause) {
			this.pause = pause;
			return this;
		}

		QuestionBuilder tells(State state, long permit, long ago) {
			this.reports.add(new Report(state, permit, ago));
			return this;
		}

		Question build() {
			return new Question(this.instance, this.limit, this.period, this.burst, LONGEST, this.wanted, this.first,
					this.waited, this.more, this.epoch, this.known, this.stop, this.pause, this.reports);
		}

	}

}
