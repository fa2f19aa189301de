package io.github.insiderwebpush.client;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps in which an application stops.
 */
class WebPushLifecycleTests {

	private final WebPushLifecycle lifecycle = new WebPushLifecycle();

	private final StaticApplicationContext application = new StaticApplicationContext();

	private final List<String> steps = new ArrayList<>();

	WebPushLifecycleTests() {
		this.lifecycle.setApplicationContext(this.application);
	}

	@Test
	void tasksAreStoppedAsSoonAsTheApplicationBeginsToStop() {
		this.lifecycle.started(new Task());
		this.lifecycle.onApplicationEvent(new ContextClosedEvent(this.application));
		assertThat(this.lifecycle.isStopping()).isTrue();
		assertThat(this.steps).containsExactly("stopped");
	}

	/**
	 * As with that of the management port.
	 */
	@Test
	void endOfAChildOfTheApplicationStopsNothing() {
		this.lifecycle.started(new Task());
		StaticApplicationContext child = new StaticApplicationContext(this.application);
		this.lifecycle.onApplicationEvent(new ContextClosedEvent(child));
		assertThat(this.lifecycle.isStopping()).isFalse();
		assertThat(this.steps).isEmpty();
	}

	@Test
	void nothingNewIsSentBeforeAnybodyElseHearsOfTheEnd() {
		SimpleApplicationEventMulticaster events = new SimpleApplicationEventMulticaster();
		events.addApplicationListener(new EarlyListener());
		events.addApplicationListener(this.lifecycle);
		events.multicastEvent(new ContextClosedEvent(this.application));
		assertThat(this.steps).containsExactly("heard, and stopping is true");
	}

	@Test
	void waitsInThePhaseOfTheExecutors() {
		assertThat(this.lifecycle.getPhase()).isEqualTo(new ThreadPoolTaskExecutor().getPhase());
	}

	@Test
	void whatIsLeftAtTheEndIsAbortedBeforeResourcesAreReleased() {
		this.lifecycle.onDestroy(() -> this.steps.add("released"));
		this.lifecycle.started(new Task());
		this.lifecycle.destroy();
		assertThat(this.steps).containsExactly("stopped", "aborted", "released");
	}

	private final class Task implements WebPushLifecycle.Task {

		@Override
		public void stop() {
			WebPushLifecycleTests.this.steps.add("stopped");
		}

		@Override
		public void abort() {
			WebPushLifecycleTests.this.steps.add("aborted");
		}

	}

	/**
	 * A listener of the application that wants to be the first.
	 */
	private final class EarlyListener implements ApplicationListener<ContextClosedEvent>, Ordered {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			WebPushLifecycleTests.this.steps
				.add("heard, and stopping is " + WebPushLifecycleTests.this.lifecycle.isStopping());
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE + 1;
		}

	}

}
