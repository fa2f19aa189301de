package io.github.insiderwebpush.benchmarks.versus;

import java.util.Objects;

import io.github.insiderwebpush.benchmarks.versus.VendorApi.Accepted;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Create;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Launch;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * No limiter, no retry: what fails is an exception.
 */
class BareClient implements Team.Client {

	private final RestClient restClient;

	private final String partnerId;

	public BareClient(RestClient.Builder builder, Team.Vendor vendor) {
		this.restClient = builder.baseUrl(vendor.baseUrl())
			.defaultHeader("Authorization", "Bearer " + vendor.token())
			.build();
		this.partnerId = vendor.partnerId();
	}

	@Override
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
	public void launch(long id) {
		this.restClient.post()
			.uri("/v2/single/{id}", id)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Launch.sale(this.partnerId))
			.retrieve()
			.toBodilessEntity();
	}

}
