package io.github.insiderwebpush.benchmarks.versus;

import java.util.Objects;
import java.io.IOException;
import java.io.InterruptedIOException;

import io.github.bucket4j.Bucket;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Accepted;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Create;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Launch;

import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/**
 * A limiter in an interceptor, no retry.
 */
class Bucket4jClient implements Team.Client {

	private final RestClient restClient;

	private final String partnerId;

	public Bucket4jClient(RestClient.Builder builder, Team.Vendor vendor) {
		this.restClient = builder.baseUrl(vendor.baseUrl())
			.defaultHeader("Authorization", "Bearer " + vendor.token())
			.requestInterceptor(new BudgetInterceptor(vendor))
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

	/**
	 * Holds creates back, by the bucket of Bucket4j's introduction.
	 */
	static class BudgetInterceptor implements ClientHttpRequestInterceptor {

		private final Bucket bucket;

		BudgetInterceptor(Team.Vendor vendor) {
			this.bucket = Bucket.builder()
				.addLimit((limit) -> limit.capacity(vendor.limit()).refillGreedy(vendor.limit(), vendor.period()))
				.build();
		}

		@Override
		public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
				throws IOException {
			if (request.getURI().getPath().equals("/v1/single")) {
				try {
					this.bucket.asBlocking().consume(1);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new InterruptedIOException();
				}
			}
			return execution.execute(request, body);
		}

	}

}
