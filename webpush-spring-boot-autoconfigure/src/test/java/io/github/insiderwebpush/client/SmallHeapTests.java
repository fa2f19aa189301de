package io.github.insiderwebpush.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.junit.jupiter.api.Test;

import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM with 256 MB of heap survives every response of up to the limit, packed or not,
 * for every operation.
 */
class SmallHeapTests {

	private static final List<String> VALUES = List.of("1,", "12345,", "{},", "[],", "{\"\":1},", "{\"a\":{}},",
			"\"\",", "\"x\",", "null,", "[[[[[[[[[[1]]]]]]]]]],", "1e99,", "{\"id\":1,\"campName\":\"a\"},",
			"0.1234567890,");

	private static final List<String> STARTS = List.of("{\"success\":true,\"data\":[",
			"{\"success\":true,\"performance\":[", "{\"success\":true,\"dropped\":[", "{\"errors\":[",
			"{\"errors\":{\"a\":[", "[");

	@Test
	void smallHeapIsEnoughForEveryResponse() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				SmallHeapTests.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(output).doesNotContain("OutOfMemoryError");
		assertThat(process.exitValue()).as(output).isZero();
	}

	/**
	 * Run in the process with the small heap.
	 * @param args none
	 */
	public static void main(String[] args) throws IOException {
		byte[][] body = new byte[1][];
		WebPushTemplate.Builder builder = TestClients.builder((uri, method) -> {
			MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
			request.setResponse(new MockClientHttpResponse(body[0], 200));
			return request;
		}, new AnyCredentials());
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(1_000_000)
			.limitRefreshPeriod(Duration.ofMinutes(1))
			.build();
		for (Budget budget : Budget.values()) {
			builder.rateLimiter(budget, RateLimiter.of("any", config));
		}
		WebPushTemplate webPush = builder.build();
		for (byte[] next : bodies()) {
			body[0] = next;
			for (WebPushOperation operation : WebPushOperation.values()) {
				try {
					AnyCall.of(operation).on(webPush);
				}
				catch (WebPushException ex) {
					if (ex.getCause() instanceof Error) {
						throw ex;
					}
				}
			}
		}
	}

	private static List<byte[]> bodies() throws IOException {
		List<byte[]> bodies = new ArrayList<>();
		for (String value : VALUES) {
			for (String start : STARTS) {
				bodies.add(gzip(start + value.repeat((4_190_000 - start.length()) / value.length())));
			}
		}
		String longest = STARTS.get(0) + "1,".repeat(2_090_000) + "1]}";
		bodies.add(longest.getBytes(StandardCharsets.US_ASCII));
		return bodies;
	}

	private static byte[] gzip(String body) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (OutputStream stream = new GZIPOutputStream(packed)) {
			stream.write(body.getBytes(StandardCharsets.US_ASCII));
		}
		return packed.toByteArray();
	}

}
