package io.github.insiderwebpush.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.task.TaskDecorator;

/**
 * Runs the steps of one call: requests and results.
 */
interface CallExecutor {

	/**
	 * Run a step. If the executor does not take it, its exception is thrown.
	 */
	void execute(Runnable step);

	/**
	 * Run a step, elsewhere if the executor does not take it: every call completes.
	 */
	void executeInAnyCase(Runnable step);

	/**
	 * Steps on an executor of the application, in the context of the thread that made the
	 * call. A step never runs on the thread that hands it over, which may be the timer's:
	 * where an executor would do that, and where it takes no more, a fallback runs it.
	 */
	final class Async implements CallExecutor {

		private static final Log logger = LogFactory.getLog(CallExecutor.class);

		private final Executor executor;

		private final Executor fallback;

		private final WebPushTimer timer;

		private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();

		private final Runnable nextStep;

		/**
		 * Create an executor, on the thread that makes the call.
		 * @param executor the executor of the application
		 * @param fallback takes every task
		 * @param taskDecorator captures the context of this thread
		 * @param timer told while steps run
		 */
		Async(Executor executor, Executor fallback, TaskDecorator taskDecorator, WebPushTimer timer) {
			this.executor = executor;
			this.fallback = fallback;
			this.timer = timer;
			this.nextStep = decorated(taskDecorator, this::runNextStep);
		}

		@Override
		public void execute(Runnable step) {
			Handover handover = new Handover(task(step));
			try {
				this.executor.execute(handover);
			}
			catch (Throwable ex) {
				this.timer.workEnds();
				throw ex;
			}
			finally {
				handover.returned = true;
			}
		}

		@Override
		public void executeInAnyCase(Runnable step) {
			try {
				execute(step);
			}
			catch (Throwable ex) {
				this.fallback.execute(task(step));
			}
		}

		private static Runnable decorated(TaskDecorator taskDecorator, Runnable task) {
			try {
				return taskDecorator.decorate(task);
			}
			catch (Throwable ex) {
				logger.warn("A task decorator failed; the call runs without the context of its caller", ex);
				return task;
			}
		}

		private void runNextStep() {
			Runnable step = this.steps.poll();
			if (step != null) {
				step.run();
			}
		}

		private Runnable task(Runnable step) {
			this.timer.workBegins();
			return () -> {
				this.steps.add(step);
				try {
					this.nextStep.run();
				}
				catch (Throwable ex) {
					logger.warn("A task decorator, or a callback of a call, failed", ex);
				}
				finally {
					// Should the decorated task have failed before it ran the step.
					runNextStep();
					this.timer.workEnds();
				}
			};
		}

		/**
		 * A task on its way to the executor, which notices when the executor runs it
		 * before it returns.
		 */
		private final class Handover implements Runnable {

			private final Thread submitter = Thread.currentThread();

			private final Runnable task;

			private volatile boolean returned;

			Handover(Runnable task) {
				this.task = task;
			}

			@Override
			public void run() {
				if (!this.returned && Thread.currentThread() == this.submitter) {
					Async.this.fallback.execute(this.task);
				}
				else {
					this.task.run();
				}
			}

		}

	}

}
