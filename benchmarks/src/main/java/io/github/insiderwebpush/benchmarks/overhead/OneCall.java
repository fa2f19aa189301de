package io.github.insiderwebpush.benchmarks.overhead;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * One create that does not wait for the budget, over a real connection, with the starter
 * and with a bare {@link RestClient} on the same request factory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OneCall {

	static final String PORT = "overhead.port";

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

	private final URI baseUrl = URI.create("http://127.0.0.1:" + Integer.getInteger(PORT));

	private final ConfigurableApplicationContext context = application().run();

	private final WebPushOperations webPush = this.context.getBean(WebPushOperations.class);

	private final RestClient restClient = RestClient.builder()
		.requestFactory(ClientHttpRequestFactoryBuilder.jdk()
			.build(HttpClientSettings.defaults()
				.withRedirects(HttpRedirects.DONT_FOLLOW)
				.withTimeouts(CONNECT_TIMEOUT, READ_TIMEOUT)))
		.baseUrl(this.baseUrl)
		.defaultHeader("Authorization", "Bearer token")
		.build();

	private SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(
				Map.of("webpush.token", "token", "webpush.partner-id", "100000001", "webpush.base-url", this.baseUrl,
						"webpush.rate-limit.burst", 1_000_000, "webpush.rate-limit.create.limit-for-period", 1_000_000,
						"webpush.rate-limit.create.limit-refresh-period", "1ms", "logging.level.root", "warn",
						"spring.main.banner-mode", "off"));
		return application;
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public CreatedCampaign starter() {
		return this.webPush
			.createCampaign(CreateCampaign.titled("Summer sale").language("en_GB").toAllSubscribers().build());
	}

	@Benchmark
	public Created bareRestClient() {
		return this.restClient.post()
			.uri("/v1/single")
			.contentType(MediaType.APPLICATION_JSON)
			.accept(MediaType.APPLICATION_JSON)
			.body(new Create("100000001", "Summer sale", "en_GB", true))
			.retrieve()
			.requiredBody(Created.class);
	}

	record Create(@JsonProperty("partner_id") String partnerId, String title, String language,
			@JsonProperty("is_all") boolean all) {
	}

	/**
	 * What the vendor answers.
	 *
	 * @param success whether it was accepted
	 * @param campaignId the campaign's id
	 */
	public record Created(boolean success, @JsonProperty("campaign_id") long campaignId) {
	}

	@ImportAutoConfiguration({ RestClientAutoConfiguration.class, WebPushAutoConfiguration.class })
	static class Application {

	}

}
