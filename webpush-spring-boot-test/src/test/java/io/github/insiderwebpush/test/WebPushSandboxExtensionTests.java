package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(WebPushSandboxExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebPushSandboxExtensionTests {

	private static final List<WebPushSandbox> seen = new ArrayList<>();

	@Test
	@Order(1)
	void injectsARunningSandboxAndItsClock(WebPushSandbox sandbox, WebPushVirtualClock clock) {
		seen.add(sandbox);
		assertThat(new ApiClient(sandbox).create("Summer sale").status()).isEqualTo(201);
		clock.advance(Duration.ofMinutes(1));
		assertThat(sandbox.elapsed()).isEqualTo(Duration.ofMinutes(1));
		assertThat(sandbox.clock()).isSameAs(clock);
	}

	@Test
	@Order(2)
	void resetsTheOneSandboxOfTheClassBetweenTests(WebPushSandbox sandbox) {
		assertThat(seen).containsExactly(sandbox);
		assertThat(sandbox).hasNoCampaigns().receivedNothing();
		assertThat(sandbox.elapsed()).isEqualTo(Duration.ZERO);
	}

	@Nested
	class InANestedClass {

		@Test
		void sharesTheSandbox(WebPushSandbox sandbox) {
			assertThat(seen).containsExactly(sandbox);
		}

	}

}
