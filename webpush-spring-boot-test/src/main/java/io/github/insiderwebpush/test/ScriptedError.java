package io.github.insiderwebpush.test;

import java.util.function.Function;

import io.github.insiderwebpush.WebPushOperation;

/**
 * An error response of the fault script, in the shape of the operation that receives it.
 * Made by {@link Faults}.
 *
 * @since 0.1.0
 */
public final class ScriptedError {

	private final String name;

	private final Function<WebPushOperation, SandboxResponse> response;

	ScriptedError(String name, Function<WebPushOperation, SandboxResponse> response) {
		this.name = name;
		this.response = response;
	}

	SandboxResponse response(WebPushOperation operation) {
		return this.response.apply(operation);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
