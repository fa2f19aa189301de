package io.github.insiderwebpush.test.autoconfigure;

import java.time.Duration;

import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Makes the sandbox of a test as new before each test method.
 */
final class WebPushSandboxResetTestExecutionListener extends AbstractTestExecutionListener {

	/** Longer than any window, and any stop that a server may ask for. */
	private static final Duration BETWEEN_TESTS = Duration.ofHours(1);

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext()
				.getBeansOfType(WebPushSandbox.class, false, false)
				.values()
				.forEach(WebPushSandboxResetTestExecutionListener::reset);
		}
	}

	private static void reset(WebPushSandbox sandbox) {
		if (sandbox.clock() instanceof WebPushVirtualClock virtual) {
			virtual.advance(BETWEEN_TESTS);
		}
		sandbox.reset();
	}

}
