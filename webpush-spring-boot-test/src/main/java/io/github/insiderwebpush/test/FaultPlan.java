package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.SandboxAnswer.Wire;

import org.springframework.util.Assert;

/**
 * One line of the fault script: which requests it means was said before, how they are
 * answered is said here. Nothing is scripted until one of the methods is called that
 * return nothing.
 * <p>
 * A fault meets requests that carry a valid token. One that the budget refuses is refused
 * as ever and leaves the script as it is, except that a throttle and a reset come first:
 * they happen before anybody counts.
 *
 * <pre class="code">
 * sandbox.onNext(CREATE).throttle(Duration.ofSeconds(7));
 * sandbox.onNext(CREATE).times(3).failWith(Faults.failedDependency());
 * sandbox.onNext(LAUNCH).loseAnswer();
 * sandbox.onEvery(DELETE).answerHtml(520);
 * </pre>
 *
 * @since 0.1.0
 */
public final class FaultPlan {

	private final boolean lasting;

	private final Consumer<Fault> script;

	private int times = 1;

	private boolean afterApplying;

	FaultPlan(boolean lasting, Consumer<Fault> script) {
		this.lasting = lasting;
		this.script = script;
	}

	/**
	 * Meet the next so many requests, not only one.
	 * @param times how many, positive
	 * @return this plan
	 */
	public FaultPlan times(int times) {
		Assert.isTrue(times > 0, () -> "'times' must be positive, but is " + times);
		Assert.state(!this.lasting, "onEvery(…) has no number of times: use onNext(…).times(…)");
		this.times = times;
		return this;
	}

	/**
	 * Carry the request out all the same, so that only its answer is wrong. Without this,
	 * a fault that stands in for an answer leaves everything as it was.
	 * @return this plan
	 */
	public FaultPlan afterApplying() {
		this.afterApplying = true;
		return this;
	}

	/**
	 * Answer with one of the vendor's errors.
	 * @param error the error, from {@link Faults}
	 */
	public void failWith(ScriptedError error) {
		Assert.notNull(error, "'error' must not be null");
		inPlaceOfTheAnswer(error.toString(), (operation, answer) -> error.answer(operation));
	}

	/**
	 * Answer with a status and a JSON body of the test's own.
	 * @param status the status, 200 to 599
	 * @param body the body, may be empty or no JSON at all
	 */
	public void answer(int status, String body) {
		checkStatus(status);
		Assert.notNull(body, "'body' must not be null");
		inPlaceOfTheAnswer("answer " + status,
				(operation, answer) -> SandboxAnswer.text(status, SandboxAnswer.JSON, body));
	}

	/**
	 * Answer with a page, as the edge in front of the vendor does, for example 520.
	 * @param status the status, 200 to 599
	 */
	public void answerHtml(int status) {
		checkStatus(status);
		inPlaceOfTheAnswer("HTML page " + status, (operation, answer) -> Envelopes.html(status));
	}

	/**
	 * Answer 429 and say how long to wait.
	 * @param retryAfter the wait, in whole seconds rounded up
	 */
	public void throttle(Duration retryAfter) {
		Assert.notNull(retryAfter, "'retryAfter' must not be null");
		Assert.isTrue(!retryAfter.isNegative(), () -> "'retryAfter' must not be negative, but is " + retryAfter);
		atTheDoor("429 with Retry-After", (operation, answer) -> Envelopes.throttled(operation, retryAfter));
	}

	/**
	 * Answer 429 without saying how long to wait.
	 */
	public void throttle() {
		atTheDoor("429 without Retry-After", (operation, answer) -> Envelopes.throttled(operation, null));
	}

	/**
	 * Answer the 403 by which the statistics calls throttle.
	 */
	public void throttleForbidden() {
		atTheDoor("403 Too many attempts", (operation, answer) -> Envelopes.throttledForbidden());
	}

	/**
	 * Carry the request out, then close the connection without a word: the caller cannot
	 * know.
	 */
	public void loseAnswer() {
		afterTheAnswer("answer lost", (operation, answer) -> answer.over(Wire.CLOSED));
	}

	/**
	 * Carry the request out, send the headers of the answer, and reset the connection.
	 */
	public void resetAfterHeaders() {
		afterTheAnswer("reset after headers", (operation, answer) -> answer.over(Wire.RESET_AFTER_HEADERS));
	}

	/**
	 * Carry the request out, and end the connection in the middle of the answer's body.
	 */
	public void cutBody() {
		afterTheAnswer("body cut", (operation, answer) -> answer.over(Wire.BODY_CUT));
	}

	/**
	 * Carry the request out, and answer late.
	 * @param delay how late, in real time
	 */
	public void delay(Duration delay) {
		Assert.notNull(delay, "'delay' must not be null");
		Assert.isTrue(!delay.isNegative(), () -> "'delay' must not be negative, but is " + delay);
		afterTheAnswer("answered late", (operation, answer) -> answer.after(delay));
	}

	/**
	 * Reset the connection as soon as the request has arrived, and leave everything as it
	 * was, unless {@link #afterApplying()} was called.
	 */
	public void resetConnection() {
		BiFunction<WebPushOperation, SandboxAnswer, SandboxAnswer> reset = (operation, answer) -> answer
			.over(Wire.RESET);
		if (this.afterApplying) {
			afterTheAnswer("connection reset after applying", reset);
		}
		else {
			atTheDoor("connection reset", reset);
		}
	}

	private static void checkStatus(int status) {
		Assert.isTrue(status >= 200 && status <= 599, () -> "'status' must be 200 to 599, but is " + status);
	}

	private void inPlaceOfTheAnswer(String name, BiFunction<WebPushOperation, SandboxAnswer, SandboxAnswer> change) {
		String suffix = this.afterApplying ? ", after applying" : "";
		add(new Fault(name + suffix, this.afterApplying, false, change));
	}

	private void afterTheAnswer(String name, BiFunction<WebPushOperation, SandboxAnswer, SandboxAnswer> change) {
		add(new Fault(name, true, false, change));
	}

	private void atTheDoor(String name, BiFunction<WebPushOperation, SandboxAnswer, SandboxAnswer> change) {
		Assert.state(!this.afterApplying, "A request that is turned away at the door cannot be applied first");
		add(new Fault(name, false, true, change));
	}

	private void add(Fault fault) {
		for (int i = 0; i < this.times; i++) {
			this.script.accept(fault);
		}
	}

}
