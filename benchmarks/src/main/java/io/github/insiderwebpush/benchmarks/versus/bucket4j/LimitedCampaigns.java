package io.github.insiderwebpush.benchmarks.versus.bucket4j;

import io.github.insiderwebpush.benchmarks.versus.CampaignClient;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Accepted;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Create;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Launch;
import io.github.insiderwebpush.benchmarks.versus.VendorProperties;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * A limiter in an interceptor, no retry.
 */
public class LimitedCampaigns implements CampaignClient {

	private final RestClient restClient;

	private final String partnerId;

	public LimitedCampaigns(RestClient.Builder builder, VendorProperties vendor) {
		this.restClient = builder.baseUrl(vendor.baseUrl())
			.defaultHeader("Authorization", "Bearer " + vendor.token())
			.requestInterceptor(new BudgetInterceptor(vendor))
			.build();
		this.partnerId = vendor.partnerId();
	}

	@Override
	public long create(String title) {
		return this.restClient.post()
			.uri("/v1/single")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Create.draft(this.partnerId, title))
			.retrieve()
			.requiredBody(Accepted.class)
			.campaignId();
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
