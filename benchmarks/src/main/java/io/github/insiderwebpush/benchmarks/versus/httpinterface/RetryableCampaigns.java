package io.github.insiderwebpush.benchmarks.versus.httpinterface;

import io.github.insiderwebpush.benchmarks.versus.CampaignClient;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Create;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Launch;
import io.github.insiderwebpush.benchmarks.versus.VendorProperties;

import org.springframework.resilience.annotation.Retryable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Spring Framework's own retry, as in its reference: three retries, doubling the delay.
 */
@Retryable(maxRetries = 3, delayString = "${retry.delay}", multiplier = 2)
public class RetryableCampaigns implements CampaignClient {

	private final VendorHttp http;

	private final String partnerId;

	public RetryableCampaigns(RestClient.Builder builder, VendorProperties vendor) {
		RestClient restClient = builder.baseUrl(vendor.baseUrl())
			.defaultHeader("Authorization", "Bearer " + vendor.token())
			.build();
		this.http = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(restClient))
			.build()
			.createClient(VendorHttp.class);
		this.partnerId = vendor.partnerId();
	}

	@Override
	public long create(String title) {
		return this.http.create(Create.draft(this.partnerId, title)).campaignId();
	}

	@Override
	public void launch(long id) {
		this.http.launch(id, Launch.sale(this.partnerId));
	}

}
