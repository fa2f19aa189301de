package io.github.insiderwebpush.client;

import java.net.http.HttpClient;
import java.time.Duration;

import io.github.insiderwebpush.ratelimit.ManualTimer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;

/**
 * When a client is used again, to the nanosecond, and when it is shut down. What that
 * means for connections is in {@link ConnectionReuseTests}.
 */
class HttpClientPoolTests {

	private static final Duration NANOSECOND = Duration.ofNanos(1);

	private final ManualTimer timer = new ManualTimer();

	private final HttpClientPool pool = new HttpClientPool(() -> mock(HttpClient.class), this.timer);

	/**
	 * A clock of the JVM may begin anywhere, and overflow.
	 */
	@BeforeEach
	void beginShortBeforeTheClockOverflows() {
		this.timer.jump(Long.MAX_VALUE - Duration.ofSeconds(15).toNanos());
	}

	@Test
	void clientServesAgainWhenItWasIdleForTenSecondsAtMost() {
		HttpClient client = exchange();
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(exchange()).isSameAs(client);
		this.timer.advance(Duration.ofSeconds(10).plus(NANOSECOND));
		assertThat(exchange()).isNotSameAs(client);
	}

	@Test
	void clientServesForHalfAMinuteAtMostAlsoIfItIsInUse() {
		HttpClient client = this.pool.lease().client();
		this.timer.advance(Duration.ofSeconds(30));
		assertThat(this.pool.lease().client()).isSameAs(client);
		this.timer.advance(NANOSECOND);
		assertThat(this.pool.lease().client()).isNotSameAs(client);
	}

	@Test
	void clientIsNotUsedAgainAfterTheEndOfThePool() {
		HttpClient client = exchange();
		this.pool.close();
		assertThat(exchange()).isNotSameAs(client);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void idleClientIsShutDownWhenAnotherTakesItsPlace() {
		HttpClient client = exchange();
		assertThat(isShutDown(client)).isFalse();
		this.timer.advance(Duration.ofSeconds(11));
		exchange();
		assertThat(isShutDown(client)).isTrue();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void clientWithAFailedExchangeIsShutDownWhenItsLastExchangeHasEnded() {
		HttpClientPool.Pooled failing = this.pool.lease();
		HttpClientPool.Pooled other = this.pool.lease();
		assertThat(other).isSameAs(failing);
		this.pool.end(failing, false);
		assertThat(isShutDown(failing.client())).isFalse();
		this.pool.end(other, true);
		assertThat(isShutDown(failing.client())).isTrue();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void idleClientIsShutDownAtTheEndOfThePool() {
		HttpClient client = exchange();
		this.pool.close();
		assertThat(isShutDown(client)).isTrue();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void exchangeThatOutlivesThePoolIsLeftToEnd() {
		HttpClientPool.Pooled pooled = this.pool.lease();
		this.pool.close();
		assertThat(isShutDown(pooled.client())).isFalse();
		this.pool.end(pooled, true);
		assertThat(isShutDown(pooled.client())).isTrue();
	}

	private HttpClient exchange() {
		HttpClientPool.Pooled pooled = this.pool.lease();
		this.pool.end(pooled, true);
		return pooled.client();
	}

	/**
	 * The method cannot be named here, as JDK 17 does not have it.
	 */
	private static boolean isShutDown(HttpClient client) {
		return mockingDetails(client).getInvocations()
			.stream()
			.anyMatch((invocation) -> invocation.getMethod().getName().equals("shutdownNow"));
	}

}
