package io.github.insiderwebpush.test.autoconfigure;

import java.time.Duration;

import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Resets the sandbox of a test before each test method.
 */
final class WebPushSandboxResetTestExecutionListener extends AbstractTestExecutionListener {

	/** Longer than any window, and any pause that a server may request. */
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
