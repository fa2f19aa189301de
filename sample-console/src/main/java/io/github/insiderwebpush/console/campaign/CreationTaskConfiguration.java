package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The work that db-scheduler finds in the database.
 */
@Configuration(proxyBeanMethods = false)
class CreationTaskConfiguration {

	private static final Duration AFTER_A_BUG_OR_LOST_DATABASE = Duration.ofSeconds(10);

	@Bean
	Task<Void> createCampaignTask(Creation creation) {
		return Tasks.custom(CampaignQueue.TASK)
			.onDeadExecutionRevive()
			.onFailure(
					(ended, queue) -> queue.reschedule(ended, ended.getTimeDone().plus(AFTER_A_BUG_OR_LOST_DATABASE)))
			.execute((instance, context) -> {
				@Nullable Instant again = creation.attempt(Long.parseLong(instance.getId()));
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
