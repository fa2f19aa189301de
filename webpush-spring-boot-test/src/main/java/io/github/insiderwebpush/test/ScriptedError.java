package io.github.insiderwebpush.test;

import java.util.function.Function;

import io.github.insiderwebpush.WebPushOperation;

/**
 * An error answer for the script, in the shape that the operation gives it. Made by
 * {@link Faults}.
 *
 * @since 0.1.0
 */
public final class ScriptedError {

	private final String name;

	private final Function<WebPushOperation, SandboxAnswer> answer;

	ScriptedError(String name, Function<WebPushOperation, SandboxAnswer> answer) {
		this.name = name;
		this.answer = answer;
	}

	SandboxAnswer answer(WebPushOperation operation) {
		return this.answer.apply(operation);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
