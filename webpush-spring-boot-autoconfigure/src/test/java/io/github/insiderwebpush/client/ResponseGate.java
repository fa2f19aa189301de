package io.github.insiderwebpush.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.WebPushRestClientCustomizer;

import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/**
 * Keeps responses that have arrived from their calls until a test lets them pass.
 */
public final class ResponseGate implements WebPushRestClientCustomizer {

	private final CountDownLatch opened = new CountDownLatch(1);

	@Override
	public void customize(RestClient.Builder builder) {
		builder.requestInterceptor((request, body, execution) -> {
			ClientHttpResponse response = execution.execute(request, body);
			awaitOpened();
			return response;
		});
	}

	private void awaitOpened() {
		try {
			if (!this.opened.await(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The gate was not opened");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public void open() {
		this.opened.countDown();
	}

}
