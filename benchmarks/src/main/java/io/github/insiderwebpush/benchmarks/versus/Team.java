package io.github.insiderwebpush.benchmarks.versus;

import java.net.URI;
import java.time.Duration;
import java.util.Properties;

import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
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

	BARE("bare RestClient", Plain.class, BareClient.class),

	RESILIENCE4J("Resilience4j's annotations", Annotated.class, Resilience4jClient.class) {
		@Override
		String[] properties(Vendor vendor) {
			return Resilience4jClient.properties(vendor);
		}
	},

	HTTP_INTERFACE("@HttpExchange and @Retryable", Resilient.class, HttpInterfaceClient.class) {
		@Override
		String[] properties(Vendor vendor) {
			return new String[] { "retry.delay=" + vendor.scaled(1).toMillis() };
		}
	},

	BUCKET4J("Bucket4j in an interceptor", Plain.class, Bucket4jClient.class),

	STARTER("this starter", Starter.class, StarterClient.class) {
		@Override
		String[] properties(Vendor vendor) {
			return StarterClient.properties(vendor);
		}
	};

	private final String title;

	private final Class<?> configuration;

	private final Class<? extends Client> client;

	Team(String title, Class<?> configuration, Class<? extends Client> client) {
		this.title = title;
		this.configuration = configuration;
		this.client = client;
	}

	String title() {
		return this.title;
	}

	/**
	 * Return the name of the source that the team wrote.
	 */
	String source() {
		return this.client.getSimpleName() + ".java";
	}

	String[] properties(Vendor vendor) {
		return new String[0];
	}

	/**
	 * Start the team's application, without what only one in a process can have, such as
	 * a logging system: several run at the same time.
	 */
	ConfigurableApplicationContext start(Vendor vendor) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(Vendor.class, () -> vendor);
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

	/**
	 * The calls that each team's client has.
	 */
	interface Client {

		/**
		 * Create a draft.
		 * @param title the campaign's title
		 * @return its ID
		 */
		long create(String title);

		/**
		 * Launch a campaign for the subscribers with one browser.
		 * @param id the campaign's ID
		 */
		void launch(long id);

	}

	/**
	 * The server of a run, and the budget that the teams configure.
	 *
	 * @param baseUrl its address
	 * @param token the API key
	 * @param partnerId the partner ID
	 * @param limit the number of creates in a period
	 * @param period the period, a minute on the scaled clock
	 */
	record Vendor(URI baseUrl, String token, String partnerId, int limit, Duration period) {

		/**
		 * Return a duration of the scaled clock.
		 * @param seconds its length where a minute is a minute
		 */
		Duration scaled(double seconds) {
			return Duration.ofNanos((long) (this.period.toNanos() * seconds / 60));
		}

	}

}
