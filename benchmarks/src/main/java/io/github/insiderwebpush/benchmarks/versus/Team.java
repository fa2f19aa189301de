package io.github.insiderwebpush.benchmarks.versus;

import java.util.Properties;

import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.benchmarks.versus.bare.BareCampaigns;
import io.github.insiderwebpush.benchmarks.versus.bucket4j.LimitedCampaigns;
import io.github.insiderwebpush.benchmarks.versus.httpinterface.RetryableCampaigns;
import io.github.insiderwebpush.benchmarks.versus.resilience4j.AnnotatedCampaigns;
import io.github.insiderwebpush.benchmarks.versus.starter.StarterCampaigns;
import io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterAutoConfiguration;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.resilience.annotation.EnableResilientMethods;

/**
 * The teams, each with an application of Spring Boot.
 */
enum Team {

	BARE("bare RestClient", "bare", Plain.class, BareCampaigns.class),

	RESILIENCE4J("Resilience4j's annotations", "resilience4j", Annotated.class, AnnotatedCampaigns.class) {
		@Override
		String[] properties(VendorProperties vendor) {
			return AnnotatedCampaigns.properties(vendor);
		}
	},

	HTTP_INTERFACE("@HttpExchange and @Retryable", "httpinterface", Resilient.class, RetryableCampaigns.class) {
		@Override
		String[] properties(VendorProperties vendor) {
			return new String[] { "retry.delay=" + vendor.scaled(1).toMillis() };
		}
	},

	BUCKET4J("Bucket4j in an interceptor", "bucket4j", Plain.class, LimitedCampaigns.class),

	STARTER("this starter", "starter", Starter.class, StarterCampaigns.class) {
		@Override
		String[] properties(VendorProperties vendor) {
			return StarterCampaigns.properties(vendor);
		}
	};

	private final String title;

	private final String folder;

	private final Class<?> configuration;

	private final Class<? extends CampaignClient> client;

	Team(String title, String folder, Class<?> configuration, Class<? extends CampaignClient> client) {
		this.title = title;
		this.folder = folder;
		this.configuration = configuration;
		this.client = client;
	}

	String title() {
		return this.title;
	}

	/**
	 * Return the folder of the package that the team wrote.
	 */
	String folder() {
		return this.folder;
	}

	String[] properties(VendorProperties vendor) {
		return new String[0];
	}

	/**
	 * Start the team's application, without what only one in a process can have, such as
	 * a logging system: several run at the same time.
	 */
	ConfigurableApplicationContext start(VendorProperties vendor) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(VendorProperties.class, () -> vendor);
		Properties properties = new Properties();
		for (String property : properties(vendor)) {
			int equals = property.indexOf('=');
			properties.setProperty(property.substring(0, equals), property.substring(equals + 1));
		}
		context.getEnvironment().getPropertySources().addFirst(new PropertiesPropertySource("team", properties));
		context.register(this.configuration, this.client);
		context.refresh();
		return context;
	}

	@ImportAutoConfiguration({ HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
			RestClientAutoConfiguration.class })
	static class Plain {

	}

	@Import(Plain.class)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, RateLimiterAutoConfiguration.class,
			RetryAutoConfiguration.class })
	static class Annotated {

	}

	@Import(Plain.class)
	@EnableResilientMethods
	static class Resilient {

	}

	@Import(Plain.class)
	@ImportAutoConfiguration(WebPushAutoConfiguration.class)
	static class Starter {

	}

}
