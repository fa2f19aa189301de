package io.github.insiderwebpush.benchmarks.versus;

import io.github.insiderwebpush.benchmarks.versus.VendorApi.Accepted;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Create;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Launch;

import org.springframework.resilience.annotation.Retryable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Spring Framework's own retry, as in its reference: three retries, doubling the delay.
 */
@Retryable(maxRetries = 3, delayString = "${retry.delay}", multiplier = 2)
class HttpInterfaceClient implements Team.Client {

	private final VendorHttp http;

	private final String partnerId;

	public HttpInterfaceClient(RestClient.Builder builder, Team.Vendor vendor) {
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

	/**
	 * Insider One's API as an interface.
	 */
	interface VendorHttp {

		@PostExchange("/v1/single")
		Accepted create(@RequestBody Create body);

		@PostExchange("/v2/single/{id}")
		Accepted launch(@PathVariable long id, @RequestBody Launch body);

	}

}
