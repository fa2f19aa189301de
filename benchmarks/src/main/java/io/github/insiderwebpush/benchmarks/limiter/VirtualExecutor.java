package io.github.insiderwebpush.benchmarks.limiter;

import java.lang.reflect.Proxy;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * As much of an executor on the virtual clock as the libraries use.
 */
final class VirtualExecutor {

	private VirtualExecutor() {
	}

	static ScheduledExecutorService on(VirtualTime time) {
		return proxy(ScheduledExecutorService.class, (method, arguments) -> {
			Runnable task = (Runnable) arguments[0];
			switch (method) {
				case "schedule" -> {
					long delay = ((TimeUnit) arguments[2]).toNanos((long) arguments[1]);
					time.schedule(task, delay);
				}
				case "scheduleAtFixedRate" -> {
					long period = ((TimeUnit) arguments[3]).toNanos((long) arguments[2]);
					time.schedule(() -> repeat(time, task, period), period);
				}
				default -> throw new UnsupportedOperationException(method);
			}
		});
	}

	private static void repeat(VirtualTime time, Runnable task, long period) {
		time.schedule(() -> repeat(time, task, period), period);
		task.run();
	}

	private static <T> T proxy(Class<T> type, Calls calls) {
		ClassLoader loader = VirtualExecutor.class.getClassLoader();
		return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] { type }, (proxy, method, arguments) -> {
			calls.call(method.getName(), arguments);
			return scheduled();
		}));
	}

	private static ScheduledFuture<?> scheduled() {
		ClassLoader loader = VirtualExecutor.class.getClassLoader();
		return (ScheduledFuture<?>) Proxy.newProxyInstance(loader, new Class<?>[] { ScheduledFuture.class },
				(proxy, method, arguments) -> {
					throw new UnsupportedOperationException(method.getName());
				});
	}

	@FunctionalInterface
	private interface Calls {

		void call(String method, Object[] arguments);

	}

}
