package io.github.insiderwebpush;

import org.springframework.web.client.RestClient;

/**
 * Changes the {@link RestClient} of this client alone. Any number of beans of this type
 * is applied, last and in order.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WebPushRestClientCustomizer {

	/**
	 * Customize the client.
	 * @param builder a builder that belongs to this client. A request factory that is set
	 * here is not used: one attempt is one request on the wire
	 */
	void customize(RestClient.Builder builder);

}
