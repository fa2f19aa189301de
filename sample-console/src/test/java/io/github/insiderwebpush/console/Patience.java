package io.github.insiderwebpush.console;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits as long as the first work of an application may take on a busy machine.
 */
final class Patience {

	private Patience() {
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(1));
	}

}
