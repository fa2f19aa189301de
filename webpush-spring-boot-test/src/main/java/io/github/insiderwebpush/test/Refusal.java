package io.github.insiderwebpush.test;

/**
 * The sandbox does not carry out a request.
 */
final class Refusal extends RuntimeException {

	private final transient SandboxAnswer answer;

	private final boolean overBudget;

	Refusal(SandboxAnswer answer, String reason) {
		this(answer, reason, false);
	}

	private Refusal(SandboxAnswer answer, String reason, boolean overBudget) {
		super(reason, null, false, false);
		this.answer = answer;
		this.overBudget = overBudget;
	}

	static Refusal overBudget(SandboxAnswer answer, String reason) {
		return new Refusal(answer, reason, true);
	}

	SandboxAnswer answer() {
		return this.answer;
	}

	String reason() {
		return String.valueOf(getMessage());
	}

	boolean isOverBudget() {
		return this.overBudget;
	}

}
