package io.github.insiderwebpush.health;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Web extension of {@link WebPushEndpoint}: over HTTP the user decides whether titles and
 * IDs are shown.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = WebPushEndpoint.class)
public class WebPushEndpointWebExtension {

	private final WebPushEndpoint delegate;

	/**
	 * Create an extension.
	 * @param delegate the endpoint
	 */
	public WebPushEndpointWebExtension(WebPushEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Return the state of all accounts that the application uses.
	 * @param securityContext the user
	 * @return the accounts by name
	 */
	@ReadOperation
	public Map<String, Object> webPush(SecurityContext securityContext) {
		return this.delegate.describe(securityContext);
	}

}
