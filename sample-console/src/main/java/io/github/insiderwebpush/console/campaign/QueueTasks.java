package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of the queue, which are attempted until they are done.
 */
public final class QueueTasks {

	private static final Duration AFTER_A_BUG_OR_LOST_DATABASE = Duration.ofSeconds(10);

	private QueueTasks() {
	}

	/**
	 * Create a task.
	 * @param descriptor its name
	 * @param attempt makes an attempt for an instance, and returns when to try again,
	 * {@code null} if it is done
	 * @return the task
	 */
	public static Task<Void> task(TaskDescriptor<Void> descriptor, Function<String, @Nullable Instant> attempt) {
		return Tasks.custom(descriptor)
			.onDeadExecutionRevive()
			.onFailure(
					(ended, queue) -> queue.reschedule(ended, ended.getTimeDone().plus(AFTER_A_BUG_OR_LOST_DATABASE)))
			.execute((instance, context) -> {
				@Nullable Instant again = attempt.apply(instance.getId());
				return (ended, queue) -> {
					if (again == null) {
						queue.remove();
					}
					else {
						queue.reschedule(ended, again);
					}
				};
			});
	}

}
