package io.github.insiderwebpush.benchmarks.versus.bucket4j;

import java.io.IOException;
import java.io.InterruptedIOException;

import io.github.bucket4j.Bucket;
import io.github.insiderwebpush.benchmarks.versus.VendorProperties;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Holds creates back, by the bucket of Bucket4j's introduction.
 */
public class BudgetInterceptor implements ClientHttpRequestInterceptor {

	private final Bucket bucket;

	public BudgetInterceptor(VendorProperties vendor) {
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
