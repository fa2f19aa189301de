package io.github.insiderwebpush.test;

import java.net.URI;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;

/**
 * How to reach a sandbox.
 */
final class SandboxConnectionDetails implements WebPushConnectionDetails {

	private final WebPushSandbox sandbox;

	SandboxConnectionDetails(WebPushSandbox sandbox) {
		this.sandbox = sandbox;
	}

	@Override
	public URI baseUrl() {
		return this.sandbox.baseUrl();
	}

	@Override
	public String token() {
		return this.sandbox.token();
	}

	@Override
	public String partnerId() {
		return this.sandbox.partnerId();
	}

	@Override
	public String toString() {
		return "SandboxConnectionDetails[" + baseUrl() + "]";
	}

}
