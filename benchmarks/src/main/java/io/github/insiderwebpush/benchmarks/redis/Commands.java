package io.github.insiderwebpush.benchmarks.redis;

import java.util.Properties;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The server's own count of commands.
 */
final class Commands {

	private Commands() {
	}

	/**
	 * Return how many scripts the server was asked to run.
	 */
	static long questions(RedisProcess redis) {
		LettuceConnectionFactory connections = redis.connect();
		try (RedisConnection connection = connections.getConnection()) {
			Properties statistics = connection.serverCommands().info("commandstats");
			return (statistics != null) ? calls(statistics, "eval") + calls(statistics, "evalsha") : 0;
		}
		finally {
			connections.destroy();
		}
	}

	private static long calls(Properties statistics, String command) {
		String text = statistics.getProperty("cmdstat_" + command, "calls=0,");
		return Long.parseLong(text.substring(text.indexOf('=') + 1, text.indexOf(',')));
	}

}
