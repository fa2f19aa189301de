package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongFunction;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tasks that db-scheduler runs.
 */
@Configuration(proxyBeanMethods = false)
class CreationTaskConfiguration {

	private static final Duration AFTER_A_BUG_OR_LOST_DATABASE = Duration.ofSeconds(10);

	@Bean
	Task<Void> createCampaignTask(Creation creation) {
		return task(CampaignQueue.CREATE, creation::attempt);
	}

	@Bean
	Task<Void> deleteCampaignTask(Deletion deletion) {
		return task(CampaignQueue.DELETE, deletion::attempt);
	}

	private static Task<Void> task(TaskDescriptor<Void> descriptor, LongFunction<@Nullable Instant> attempt) {
		return Tasks.custom(descriptor)
			.onDeadExecutionRevive()
			.onFailure(
					(ended, queue) -> queue.reschedule(ended, ended.getTimeDone().plus(AFTER_A_BUG_OR_LOST_DATABASE)))
			.execute((instance, context) -> {
				@Nullable Instant again = attempt.apply(Long.parseLong(instance.getId()));
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
