package io.github.insiderwebpush.console.launch;

import com.github.kagkarlsson.scheduler.task.Task;
import io.github.insiderwebpush.console.campaign.LaunchSchedule;
import io.github.insiderwebpush.console.campaign.QueueTasks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Task that db-scheduler runs when a launch is due.
 */
@Configuration(proxyBeanMethods = false)
class LaunchTaskConfiguration {

	@Bean
	Task<Void> launchCampaignTask(ScheduledLaunch launch) {
		return QueueTasks.task(LaunchSchedule.LAUNCH, launch::attempt);
	}

}
