package io.github.insiderwebpush;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Ends what is under way when the application stops. It stops before the web server does:
 * calls that wait end at once as {@link WebPushError#CANCELLED}, so that they do not use
 * up the grace period of the requests that they belong to. Calls in flight get that
 * period; what is left when it is over ends as cancelled with an unknown outcome.
 *
 * @since 0.1.0
 */
public final class WebPushLifecycle implements SmartLifecycle, DisposableBean {

	private final Set<Call<?>> calls = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Runnable> whenIdle = new AtomicReference<>();

	private volatile boolean running = true;

	void begins(Call<?> call) {
		this.calls.add(call);
	}

	void ended(Call<?> call) {
		this.calls.remove(call);
		if (!this.running) {
			tellIfIdle();
		}
	}

	boolean isStopping() {
		return !this.running;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop(Runnable callback) {
		this.whenIdle.set(callback);
		stop();
		tellIfIdle();
	}

	@Override
	public void stop() {
		this.running = false;
		this.calls.forEach(Call::cancelIfWaiting);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void destroy() {
		stop();
		this.calls.forEach((call) -> call.cancel(Call.Cancellation.SHUTDOWN));
	}

	private void tellIfIdle() {
		if (this.calls.isEmpty()) {
			Runnable callback = this.whenIdle.getAndSet(null);
			if (callback != null) {
				callback.run();
			}
		}
	}

}
