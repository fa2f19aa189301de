package io.github.insiderwebpush.benchmarks.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;
import io.github.insiderwebpush.benchmarks.redis.Scenarios.Outcome;
import io.github.insiderwebpush.ratelimit.SharedBudget.Question;
import io.github.insiderwebpush.ratelimit.redis.RedisSharedBudget;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Runs the {@link Scenarios}, and measures what one question costs.
 */
public final class RedisBenchmark {

	private RedisBenchmark() {
	}

	public static void main(String[] arguments) {
		boolean quick = List.of(arguments).contains("--quick");
		Scenarios scenarios = new Scenarios(Duration.ofSeconds(3), quick ? 2 : 8);
		Goals goals = new Goals();
		Outcome undisturbed = scenarios.undisturbed();
		Outcome wrongClock = scenarios.wrongClock();
		Table table = new Table(Scenarios.INSTANCES + " processes, " + Scenario.LIMIT + " per 3 s", "largest window",
				"may be", "used", "share differs by", "commands a permit");
		for (Outcome outcome : List.of(undisturbed, wrongClock, scenarios.deadInstance(), scenarios.killedServer(),
				scenarios.pausedServer())) {
			table.row(List.of(outcome.name(), Integer.toString(outcome.largestWindow()),
					Integer.toString(outcome.mayBe()), percent(outcome.used()), percent(outcome.unfairness()),
					number(outcome.commands())));
			goals.atMost(outcome.name() + ": largest window", outcome.largestWindow(), outcome.mayBe());
		}
		goals.atLeast("used, of the limit", undisturbed.used(), 0.95);
		goals.atMost("share differs by", undisturbed.unfairness(), 0.2);
		goals.atMost("commands a permit", undisturbed.commands(), 1.5);
		Table cost = new Table("one after the other, median of a call", "µs", "of a PING");
		measure(cost, goals, quick ? 3_000 : 20_000);
		System.out.println(table);
		System.out.println(cost);
		goals.printAndExit();
	}

	private static void measure(Table table, Goals goals, int calls) {
		try (RedisProcess server = new RedisProcess()) {
			LettuceConnectionFactory connections = server.connect();
			StringRedisTemplate redis = new StringRedisTemplate(connections);
			RedisCallback<String> ping = RedisConnection::ping;
			double pings = median(calls, (call) -> redis.execute(ping));
			RedisSharedBudget budget = new RedisSharedBudget(connections, Scenario.ACCOUNT, "create");
			double questions = median(calls, (call) -> budget.ask(question(call)));
			table.row(List.of("PING", number(pings), "1"));
			table.row(List.of("a question of a budget with 30 in use", number(questions), number(questions / pings)));
			goals.atMost("a question, times a PING", questions / pings, 5);
			Long expiry = redis.getExpire(RedisSharedBudget.key(Scenario.ACCOUNT, "create"));
			goals.atLeast("the key expires, in seconds", Objects.requireNonNull(expiry), 1);
			connections.destroy();
		}
	}

	private static Question question(int call) {
		return new Question("a", 30, Duration.ofHours(1).toNanos(), 30, Duration.ofMinutes(1).toNanos(), 1, call, false,
				false, 0, false, Question.NO_STOP, 0, List.of());
	}

	private static double median(int calls, Call call) {
		double[] micros = new double[calls];
		for (int i = 0; i < 2 * calls; i++) {
			long before = System.nanoTime();
			call.run(i);
			micros[i % calls] = (System.nanoTime() - before) / 1000.0;
		}
		Arrays.sort(micros);
		return micros[calls / 2];
	}

	private static String percent(double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * value);
	}

	private static String number(double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
	}

	private interface Call {

		void run(int number);

	}

}
