package io.github.insiderwebpush.console.figures;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The task that reads figures. One instance at a time runs it.
 */
@Configuration(proxyBeanMethods = false)
class FiguresTaskConfiguration {

	private static final Duration PAUSE = Duration.ofSeconds(2);

	@Bean
	Task<Void> readFiguresTask(FiguresReader reader) {
		return Tasks.recurring("read-figures", FixedDelay.of(PAUSE)).execute((instance, context) -> reader.readNext());
	}

}
