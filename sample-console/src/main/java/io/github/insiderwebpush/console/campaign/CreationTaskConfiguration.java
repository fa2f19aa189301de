package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/**
 * The work that db-scheduler finds in the database.
 */
@Configuration(proxyBeanMethods = false)
class CreationTaskConfiguration {

	private static final Duration AFTER_A_BUG_OR_LOST_DATABASE = Duration.ofSeconds(10);

	/**
	 * Take up nothing more once the application is stopping: calls that wait end as
	 * cancelled then, and each campaign taken up would be one of them.
	 */
	@Bean
	ApplicationListener<ContextClosedEvent> stopTakingUp(ObjectProvider<Scheduler> scheduler) {
		return (event) -> scheduler.ifAvailable(Scheduler::pause);
	}

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
