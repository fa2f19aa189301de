package io.github.insiderwebpush.test;

/**
 * Thrown when the sandbox does not carry out a request.
 */
final class RejectedRequestException extends RuntimeException {

	private final transient SandboxResponse response;

	private final String reason;

	private final boolean overBudget;

	RejectedRequestException(SandboxResponse response, String reason) {
		this(response, reason, false);
	}

	private RejectedRequestException(SandboxResponse response, String reason, boolean overBudget) {
		super(reason, null, false, false);
		this.response = response;
		this.reason = reason;
		this.overBudget = overBudget;
	}

	static RejectedRequestException overBudget(SandboxResponse response, String reason) {
		return new RejectedRequestException(response, reason, true);
	}

	SandboxResponse response() {
		return this.response;
	}

	String reason() {
		return this.reason;
	}

	boolean isOverBudget() {
		return this.overBudget;
	}

}
