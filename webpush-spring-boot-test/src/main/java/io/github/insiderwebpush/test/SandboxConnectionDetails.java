package io.github.insiderwebpush.test;

import java.net.URI;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;

/**
 * Connection details of one account of a sandbox.
 */
final class SandboxConnectionDetails implements WebPushConnectionDetails {

	private final URI baseUrl;

	private final SandboxAccount account;

	SandboxConnectionDetails(URI baseUrl, SandboxAccount account) {
		this.baseUrl = baseUrl;
		this.account = account;
	}

	@Override
	public URI baseUrl() {
		return this.baseUrl;
	}

	@Override
	public String token() {
		return this.account.token();
	}

	@Override
	public String partnerId() {
		return this.account.partnerId();
	}

	@Override
	public String toString() {
		return "SandboxConnectionDetails[" + this.baseUrl + ", account '" + this.account.name() + "']";
	}

}
