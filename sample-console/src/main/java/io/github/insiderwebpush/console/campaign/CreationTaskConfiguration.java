package io.github.insiderwebpush.console.campaign;

import com.github.kagkarlsson.scheduler.task.Task;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tasks that db-scheduler runs to create and delete campaigns.
 */
@Configuration(proxyBeanMethods = false)
class CreationTaskConfiguration {

	@Bean
	Task<Void> createCampaignTask(Creation creation) {
		return QueueTasks.task(CampaignQueue.CREATE, (id) -> creation.attempt(Long.parseLong(id)));
	}

	@Bean
	Task<Void> deleteCampaignTask(Deletion deletion) {
		return QueueTasks.task(CampaignQueue.DELETE, (id) -> deletion.attempt(Long.parseLong(id)));
	}

}
