package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(WebPushSandboxExtension.class)
class WebPushSandboxExtensionTests {

	private static final Set<WebPushSandbox> seen = ConcurrentHashMap.newKeySet();

	private final WebPushSandbox ofConstructor;

	WebPushSandboxExtensionTests(WebPushSandbox sandbox) {
		this.ofConstructor = sandbox;
	}

	@BeforeEach
	void lifecycleMethodHasTheSandboxOfTheTest(WebPushSandbox sandbox) {
		assertThat(sandbox).isSameAs(this.ofConstructor);
	}

	@RepeatedTest(3)
	void eachTestHasItsOwnSandboxAndClock(WebPushSandbox sandbox, WebPushVirtualClock clock) {
		assertThat(seen.add(sandbox)).isTrue();
		assertThat(sandbox).isSameAs(this.ofConstructor).receivedNothing();
		assertThat(sandbox.clock()).isSameAs(clock);
		assertThat(new ApiClient(sandbox).create("Summer sale").status()).isEqualTo(201);
		clock.advance(Duration.ofMinutes(1));
		assertThat(sandbox.elapsed()).isEqualTo(Duration.ofMinutes(1));
	}

	@Nested
	class InANestedClass {

		@Test
		void testOfANestedClassHasItsOwnSandbox(WebPushSandbox sandbox) {
			assertThat(seen.add(sandbox)).isTrue();
			assertThat(sandbox).isSameAs(WebPushSandboxExtensionTests.this.ofConstructor);
		}

	}

	@Nested
	@TestInstance(Lifecycle.PER_CLASS)
	class WithOneSandboxForTheClass {

		private WebPushSandbox shared;

		@BeforeAll
		void start(WebPushSandbox sandbox) {
			this.shared = sandbox;
		}

		@RepeatedTest(2)
		void sandboxOfBeforeAllIsResetBeforeEachTest(WebPushSandbox sandbox) {
			assertThat(sandbox).isSameAs(this.shared).receivedNothing();
			new ApiClient(sandbox).create("Summer sale");
		}

	}

}
