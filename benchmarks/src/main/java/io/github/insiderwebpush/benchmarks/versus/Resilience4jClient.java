package io.github.insiderwebpush.benchmarks.versus;

import java.util.Objects;

import io.github.insiderwebpush.benchmarks.versus.VendorApi.Accepted;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Create;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Launch;
import io.github.resilience4j.ratelimiter.annotation.RateLimiter;
import io.github.resilience4j.retry.annotation.Retry;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * Limiter and retry by annotation, as in the introduction to Resilience4j for Spring
 * Boot. Retry is outside, so that every attempt takes a permit.
 */
class Resilience4jClient implements Team.Client {

	private final RestClient restClient;

	private final String partnerId;

	public Resilience4jClient(RestClient.Builder builder, Team.Vendor vendor) {
		this.restClient = builder.baseUrl(vendor.baseUrl())
			.defaultHeader("Authorization", "Bearer " + vendor.token())
			.build();
		this.partnerId = vendor.partnerId();
	}

	@Override
	@Retry(name = "vendor")
	@RateLimiter(name = "create")
	public long create(String title) {
		Accepted accepted = this.restClient.post()
			.uri("/v1/single")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Create.draft(this.partnerId, title))
			.retrieve()
			.body(Accepted.class);
		return Objects.requireNonNull(accepted).campaignId();
	}

	@Override
	@Retry(name = "vendor")
	@RateLimiter(name = "launch")
	public void launch(long id) {
		this.restClient.post()
			.uri("/v2/single/{id}", id)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Launch.sale(this.partnerId))
			.retrieve()
			.toBodilessEntity();
	}

	/**
	 * Content of the team's {@code application.properties}.
	 */
	public static String[] properties(Team.Vendor vendor) {
		return new String[] { "resilience4j.ratelimiter.instances.create.limit-for-period=" + vendor.limit(),
				"resilience4j.ratelimiter.instances.create.limit-refresh-period=" + vendor.period(),
				"resilience4j.ratelimiter.instances.create.timeout-duration=" + vendor.scaled(90),
				"resilience4j.ratelimiter.instances.launch.limit-for-period=6000",
				"resilience4j.ratelimiter.instances.launch.limit-refresh-period=" + vendor.period(),
				"resilience4j.ratelimiter.instances.launch.timeout-duration=" + vendor.scaled(90),
				"resilience4j.retry.instances.vendor.max-attempts=4",
				"resilience4j.retry.instances.vendor.wait-duration=" + vendor.scaled(1),
				"resilience4j.retry.instances.vendor.enable-exponential-backoff=true",
				"resilience4j.retry.instances.vendor.exponential-backoff-multiplier=2" };
	}

}
