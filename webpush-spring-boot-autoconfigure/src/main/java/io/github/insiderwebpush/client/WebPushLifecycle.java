package io.github.insiderwebpush.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.github.insiderwebpush.WebPushError;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/**
 * Ends calls and bulk runs when the application stops. From then on nothing new is sent:
 * calls without a request on the wire end at once as {@link WebPushError#CANCELLED}, so
 * that they do not use up the grace period. Requests on the wire get that period; what is
 * left when it is over ends as cancelled with an unknown outcome.
 *
 * @since 0.1.0
 */
public final class WebPushLifecycle implements SmartLifecycle, DisposableBean, ApplicationContextAware,
		ApplicationListener<ContextClosedEvent>, Ordered {

	private final Set<Task> tasks = ConcurrentHashMap.newKeySet();

	private final Set<Runnable> resources = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Runnable> whenIdle = new AtomicReference<>();

	private volatile boolean running = true;

	private @Nullable ApplicationContext applicationContext;

	/**
	 * A task has started. It is stopped at once if the application is stopping.
	 * @param task the task
	 */
	public void started(Task task) {
		this.tasks.add(task);
		if (isStopping()) {
			task.stop();
		}
	}

	/**
	 * A task has ended.
	 * @param task the task
	 */
	public void ended(Task task) {
		this.tasks.remove(task);
		if (isStopping()) {
			callBackIfIdle();
		}
	}

	/**
	 * Release a resource when the application has stopped.
	 * @param release releases it; must not throw
	 */
	public void onDestroy(Runnable release) {
		this.resources.add(release);
	}

	/**
	 * Return whether nothing new may be sent.
	 * @return whether the application is stopping
	 */
	public boolean isStopping() {
		return !this.running;
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.applicationContext = applicationContext;
	}

	/**
	 * Executors of the application take nothing more from this event on.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.applicationContext) {
			stop();
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/**
	 * Return the phase of the application's executors, so that a callback that does not
	 * return holds up one phase and not two. Nothing is sent from the event on, which
	 * comes before all phases.
	 */
	@Override
	public int getPhase() {
		return ExecutorConfigurationSupport.DEFAULT_PHASE;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop(Runnable callback) {
		this.whenIdle.set(callback);
		stop();
		callBackIfIdle();
	}

	@Override
	public void stop() {
		this.running = false;
		this.tasks.forEach(Task::stop);
	}

	/**
	 * Lifecycle beans are stopped only while they run: this one has work to wait for even
	 * after the event.
	 */
	@Override
	public boolean isRunning() {
		return this.running || !this.tasks.isEmpty();
	}

	@Override
	public void destroy() {
		stop();
		this.tasks.forEach(Task::abort);
		this.resources.forEach(Runnable::run);
	}

	private void callBackIfIdle() {
		if (this.tasks.isEmpty()) {
			Runnable callback = this.whenIdle.getAndSet(null);
			if (callback != null) {
				callback.run();
			}
		}
	}

	/**
	 * A call or a bulk run.
	 */
	public interface Task {

		/**
		 * Send nothing more. Safe to repeat.
		 */
		void stop();

		/**
		 * The grace period is over: end now.
		 */
		default void abort() {
		}

	}

}
