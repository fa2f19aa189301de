package io.github.insiderwebpush.client;

import io.github.insiderwebpush.WebPushCredentials;

/**
 * Credentials for tests in which any will do.
 */
class AnyCredentials implements WebPushCredentials {

	@Override
	public String token() {
		return "any-token";
	}

	@Override
	public String partnerId() {
		return "10012345";
	}

}
