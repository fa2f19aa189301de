package io.github.insiderwebpush.bulk;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs steps one at a time and in order, on a thread that it holds only while there are
 * any. A step that is added by another runs after it, never within it: so what they share
 * needs no lock, and their number costs no stack. Steps do not throw.
 */
final class SerialExecutor implements Executor {

	private final Executor executor;

	private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();

	private final AtomicInteger open = new AtomicInteger();

	SerialExecutor(Executor executor) {
		this.executor = executor;
	}

	@Override
	public void execute(Runnable step) {
		this.steps.add(step);
		if (this.open.getAndIncrement() == 0) {
			this.executor.execute(this::run);
		}
	}

	private void run() {
		do {
			this.steps.remove().run();
		}
		while (this.open.decrementAndGet() > 0);
	}

}
