package io.github.insiderwebpush.console.account;

import java.net.URI;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Whom the console talks to.
 */
@Component
public class Account {

	private final @Nullable WebPushSandbox sandbox;

	private final WebPushConnectionDetails details;

	Account(ObjectProvider<WebPushSandbox> sandbox, WebPushConnectionDetails details) {
		this.sandbox = sandbox.getIfAvailable();
		this.details = details;
	}

	/**
	 * Return whether subscribers can be reached from here.
	 * @return {@code false} if the sandbox answers
	 */
	public boolean live() {
		return this.sandbox == null;
	}

	/**
	 * Return the sandbox's own page.
	 * @return its address, or {@code null} with a real account
	 */
	public @Nullable URI sandboxPage() {
		return (this.sandbox != null) ? this.sandbox.pageUrl() : null;
	}

	/**
	 * Return what a database is marked with, so that it serves one account only.
	 */
	String mark() {
		return live() ? "partner " + this.details.partnerId() : "sandbox";
	}

}
