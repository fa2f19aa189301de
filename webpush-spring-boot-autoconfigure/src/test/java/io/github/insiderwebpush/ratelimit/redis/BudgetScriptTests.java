package io.github.insiderwebpush.ratelimit.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.Request;
import io.github.insiderwebpush.ratelimit.SharedBudget.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The script on a real server, request by request. Periods are so long that no test waits
 * for one to end.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BudgetScriptTests {

	private static final long HOUR = Duration.ofHours(1).toNanos();

	private static final long LONGEST = Duration.ofMinutes(10).toNanos();

	private static final long INTERVAL = HOUR / 30;

	private static final long SLACK = Duration.ofMinutes(1).toNanos();

	private static final String KEY = "webpush:{10012345}:create";

	private static RedisProcess server;

	private static LettuceConnectionFactory connections;

	private static StringRedisTemplate redis;

	private RedisSharedBudget budget;

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
	void flush() {
		command("FLUSHALL");
		this.budget = new RedisSharedBudget(connections, "10012345", "create");
	}

	@Test
	void burstIsGrantedAndThenOneEachInterval() {
		for (int i = 0; i < 4; i++) {
			Response response = acquire("a", i);
			assertThat(response.granted()).isTrue();
			assertThat(response.retryIn()).isZero();
		}
		Response fifth = acquire("a", 4);
		assertThat(fifth.granted()).isTrue();
		assertThat(fifth.retryIn()).isBetween(INTERVAL - SLACK, INTERVAL);
		Response sixth = acquire("b", 0);
		assertThat(sixth.granted()).isFalse();
		assertThat(sixth.retryIn()).isBetween(INTERVAL - SLACK, INTERVAL);
		assertThat(sixth.inUse()).isEqualTo(5);
		assertThat(sixth.instances()).isEqualTo(2);
	}

	@Test
	void limitHoldsWhateverTheBurst() {
		for (int i = 0; i < 3; i++) {
			assertThat(execute(request("a").limit(3).burst(3).permit(i)).granted()).isTrue();
		}
		Response fourth = execute(request("b").limit(3).burst(3).permit(0));
		assertThat(fourth.granted()).isFalse();
		assertThat(fourth.retryIn()).as("one period at least").isBetween(HOUR - SLACK, HOUR);
	}

	@Test
	void grantedPermitReturnsAfterTheLongestRequestAndOnePeriod() {
		acquire("a", 7);
		assertThat(returnOf("a:7")).isBetween(LONGEST + HOUR - SLACK, LONGEST + HOUR);
	}

	@Test
	void reportedPermitReturnsWhenTheInstanceSays() {
		acquire("a", 0);
		Response response = execute(request("a").report(0, HOUR / 2).report(1, HOUR));
		assertThat(response.inUse()).isEqualTo(2);
		assertThat(returnOf("a:0")).isBetween(HOUR / 2 - SLACK, HOUR / 2);
	}

	@Test
	void permitThatHasReturnedIsFree() {
		acquire("a", 0);
		assertThat(execute(request("a").report(0, 0)).inUse()).isZero();
	}

	@Test
	void releasedPermitIsFreeWithItsToken() {
		for (int i = 0; i < 5; i++) {
			acquire("a", i);
		}
		Response response = execute(request("a").report(4, Report.RELEASED).report(9, Report.RELEASED).permit(5));
		assertThat(response.granted()).isTrue();
		assertThat(response.inUse()).isEqualTo(5);
		assertThat(acquire("a", 6).granted()).isFalse();
	}

	@Test
	void repeatedRequestCountsOnce() {
		acquire("a", 0);
		assertThat(acquire("a", 0).inUse()).isEqualTo(1);
	}

	@Test
	void callerThatWaitedForfeitsTheBurst() {
		assertThat(execute(request("a").permit(0).waited()).granted()).isTrue();
		Response next = acquire("a", 1);
		assertThat(next.granted()).isFalse();
		assertThat(next.retryIn()).isBetween(INTERVAL * 9 / 10 - SLACK, INTERVAL * 9 / 10);
	}

	@Test
	void pausePausesAllInstancesAndIsNeverShortened() {
		execute(request("a").pause(HOUR / 2));
		execute(request("b").pause(HOUR / 4));
		Response response = acquire("b", 0);
		assertThat(response.granted()).isFalse();
		assertThat(response.pause()).isBetween(HOUR / 2 - SLACK, HOUR / 2);
		assertThat(response.retryIn()).isBetween(HOUR / 2 - SLACK, HOUR / 2);
	}

	@Test
	void throttleTakesTheBurst() {
		execute(request("a").throttled());
		assertThat(acquire("b", 0).granted()).isTrue();
		assertThat(acquire("b", 1).retryIn()).isBetween(INTERVAL - SLACK, INTERVAL);
	}

	@Test
	void lostBudgetIsBlockedUntilAllEarlierPermitsHaveReturned() {
		long epoch = acquire("a", 0).epoch();
		command("FLUSHALL");
		Response known = execute(request("a").epoch(epoch).permit(1));
		assertThat(known.granted()).isFalse();
		assertThat(known.retryIn()).isBetween(LONGEST + HOUR - SLACK, LONGEST + HOUR);
		assertThat(known.pause()).as("pause that the server asked for").isZero();
		assertThat(known.epoch()).isGreaterThan(epoch);
		assertThat(acquire("b", 0).granted()).as("another instance").isFalse();
		assertThat(execute(request("a").epoch(known.epoch()).permit(2)).retryIn()).isLessThanOrEqualTo(LONGEST + HOUR);
	}

	@Test
	void lostBudgetThatANewInstanceHasCreatedIsBlockedWhenAnEarlierOneAsks() {
		long epoch = acquire("a", 0).epoch();
		command("FLUSHALL");
		assertThat(acquire("new", 0).granted()).isTrue();
		assertThat(execute(request("a").epoch(epoch)).granted()).isFalse();
		assertThat(acquire("new", 1).retryIn()).isBetween(LONGEST + HOUR - SLACK, LONGEST + HOUR);
	}

	@Test
	void instanceThatIsNotSeenAnyMoreIsForgotten() {
		acquire("a", 0);
		redis.opsForZSet().add(KEY, "@instance:b", -micros(-5 * (LONGEST + HOUR) - SLACK));
		redis.opsForZSet().add(KEY, "@instance:c", -micros(-5 * (LONGEST + HOUR) + SLACK));
		assertThat(acquire("a", 1).instances()).isEqualTo(2);
		assertThat(redis.opsForZSet().score(KEY, "@instance:b")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "@emptyAt", "@pausedUntil", "@evenUntil", "@blockedUntil", "@epoch", "@instance:b" })
	void damagedTimeIsRepairedAndBlocksNobody(String member) {
		acquire("a", 0);
		for (double damaged : new double[] { -micros(1000 * HOUR), Double.NEGATIVE_INFINITY, -1 }) {
			redis.opsForZSet().add(KEY, member, damaged);
			Response response = execute(request("a").permit(1));
			assertThat(response.retryIn()).isLessThanOrEqualTo(INTERVAL);
			assertThat(response.epoch()).isPositive();
			assertThat(execute(request("a")).repaired()).as("once").isFalse();
		}
	}

	@Test
	void damagedPermitsAreRemovedAndReported() {
		for (int i = 0; i < 40; i++) {
			redis.opsForZSet().add(KEY, "b:" + i, micros(1000 * HOUR));
		}
		Response response = acquire("a", 0);
		assertThat(response.granted()).isTrue();
		assertThat(response.repaired()).isTrue();
		assertThat(response.inUse()).isEqualTo(1);
	}

	@Test
	void keyOfAnotherTypeIsAFailure() {
		redis.opsForValue().set(KEY, "text");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> acquire("a", 0))
			.havingRootCause()
			.withMessageContaining("WRONGTYPE");
	}

	@Test
	void oneKeyHoldsOnlyNumbersAndNamesOfInstances() {
		acquire("a", 0);
		execute(request("a").pause(HOUR / 2).throttled());
		assertThat(redis.keys("*")).containsExactly("webpush:{10012345}:create");
		Set<String> members = redis.opsForZSet().range(KEY, 0, -1);
		assertThat(members).containsExactlyInAnyOrder("a:0", "@instance:a", "@epoch", "@emptyAt", "@pausedUntil",
				"@evenUntil", "@blockedUntil");
		assertThat(redis.getExpire(KEY)).isBetween(5 * 70 * 60 - 60L, 5 * 70 * 60L);
	}

	@Test
	void scriptIsLoadedAgainWhenTheServerHasForgottenIt() {
		acquire("a", 0);
		command("SCRIPT", "FLUSH");
		assertThat(acquire("a", 1).inUse()).isEqualTo(2);
	}

	@Test
	void readOnlyServerIsAFailure() {
		command("REPLICAOF", "127.0.0.1", "1");
		try {
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> acquire("a", 0));
		}
		finally {
			command("REPLICAOF", "NO", "ONE");
		}
	}

	@Test
	void closedConnectionIsKnown() {
		LettuceConnectionFactory closed = server.connect();
		RedisSharedBudget ofClosed = new RedisSharedBudget(closed, "10012345", "create");
		assertThat(ofClosed.isOpen()).isTrue();
		closed.stop();
		assertThat(ofClosed.isOpen()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> ofClosed.execute(request("a").permit(0).build()));
		closed.destroy();
	}

	@Test
	void descriptionNamesPlaceAndProperties() {
		assertThat(this.budget.description())
			.isEqualTo("Redis at 127.0.0.1:" + server.port() + " (spring.data.redis.*)");
	}

	@Test
	@SuppressWarnings("NullAway")
	void connectionAccountAndNameAreRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisSharedBudget(null, "a", "b"))
			.withMessage("'connectionFactory' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisSharedBudget(connections, "", "b"))
			.withMessage("'account' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisSharedBudget(connections, "a", ""))
			.withMessage("'budget' must not be empty");
	}

	private Response acquire(String instance, long permit) {
		return execute(request(instance).permit(permit));
	}

	private Response execute(RequestBuilder request) {
		return this.budget.execute(request.build());
	}

	private static RequestBuilder request(String instance) {
		return new RequestBuilder(instance);
	}

	/**
	 * Return in how many nanoseconds a permit returns. The time of Redis is read in whole
	 * milliseconds, so the next one is used: the result is never more than it was when
	 * the script ran.
	 */
	private static long returnOf(String member) {
		double score = Objects.requireNonNull(redis.opsForZSet().score(KEY, member));
		return (long) (score - micros(Duration.ofMillis(1).toNanos())) * 1000;
	}

	private static double micros(long nanosFromNow) {
		Long millis = redis.execute((RedisCallback<Long>) (connection) -> connection.serverCommands().time());
		return Objects.requireNonNull(millis) * 1000.0 + nanosFromNow / 1000;
	}

	private static void command(String command, String... arguments) {
		redis.execute((RedisCallback<Object>) (connection) -> connection.execute(command,
				Arrays.stream(arguments).map(String::getBytes).toArray(byte[][]::new)));
	}

	private static final class RequestBuilder {

		private final String instance;

		private int limit = 30;

		private int burst = 5;

		private long epoch;

		private long permit = Request.NO_PERMIT;

		private boolean waited;

		private long pause;

		private boolean throttled;

		private final List<Report> reports = new ArrayList<>();

		RequestBuilder(String instance) {
			this.instance = instance;
		}

		RequestBuilder limit(int limit) {
			this.limit = limit;
			return this;
		}

		RequestBuilder burst(int burst) {
			this.burst = burst;
			return this;
		}

		RequestBuilder epoch(long epoch) {
			this.epoch = epoch;
			return this;
		}

		RequestBuilder permit(long permit) {
			this.permit = permit;
			return this;
		}

		RequestBuilder waited() {
			this.waited = true;
			return this;
		}

		RequestBuilder pause(long pause) {
			this.pause = pause;
			return this;
		}

		RequestBuilder throttled() {
			this.throttled = true;
			return this;
		}

		RequestBuilder report(long permit, long returnsIn) {
			this.reports.add(new Report(permit, returnsIn));
			return this;
		}

		Request build() {
			return new Request(this.instance, this.limit, HOUR, this.burst, LONGEST, this.epoch, this.permit,
					this.waited, this.pause, this.throttled, this.reports);
		}

	}

}
