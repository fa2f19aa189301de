package io.github.insiderwebpush.test.client;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;

import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.DateRange;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that has the starter, and does a bit of everything once. A class loader
 * with fewer libraries makes and calls it, so it is public and has only types of the JDK
 * at its edge.
 */
public final class MinimalApplication implements Callable<String> {

	private final Map<String, Object> properties;

	public MinimalApplication(Map<String, Object> properties) {
		this.properties = properties;
	}

	@Override
	public String call() {
		SpringApplication application = new SpringApplication(Configuration.class);
		application.setDefaultProperties(this.properties);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run()) {
			WebPushOperations webPush = context.getBean(WebPushOperations.class);
			CreatedCampaign created = webPush
				.createCampaign(CreateCampaign.titled("Summer sale").allLanguages().toAllSubscribers().build());
			webPush.launchCampaign(created.id(),
					PushMessage.titled("Summer sale")
						.description("Until Sunday")
						.link("https://shop.example/sale")
						.ttl(Duration.ofHours(4))
						.toAllSubscribers()
						.build());
			webPush.topMetrics(DateRange.on(LocalDate.now()));
			webPush.deleteCampaign(created.id());
			return created.title();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Configuration {

	}

}
