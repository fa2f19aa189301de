package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.SandboxResponse.Delivery;

import org.springframework.util.Assert;

/**
 * One line of the fault script. Methods that return the plan modify it; the others end
 * the line and add it to the script.
 * <p>
 * A fault applies to requests that carry a valid token. A request that exceeds the budget
 * is throttled as usual and leaves the script unchanged, except that {@link #throttle},
 * {@link #throttleForbidden} and {@link #resetConnection} come before the budget.
 *
 * <pre class="code">
 * sandbox.onNext(CREATE).throttle(Duration.ofSeconds(7));
 * sandbox.onNext(CREATE).times(3).failWith(Faults.failedDependency());
 * sandbox.onNext(LAUNCH).dropResponse();
 * sandbox.onNext(LAUNCH).afterApplying().failWith(Faults.intermediary(408));
 * sandbox.onEvery(DELETE).respondHtml(520);
 * </pre>
 *
 * @since 0.1.0
 */
public final class FaultPlan {

	private final WebPushOperation operation;

	private final boolean lasting;

	private final Consumer<Fault> script;

	private int times = 1;

	private boolean afterApplying;

	private UnaryOperator<SandboxResponse> modifier = UnaryOperator.identity();

	FaultPlan(WebPushOperation operation, boolean lasting, Consumer<Fault> script) {
		this.operation = operation;
		this.lasting = lasting;
		this.script = script;
	}

	/**
	 * Apply the fault to the next {@code times} requests. Default: 1.
	 * @param times the number of requests, positive
	 * @return this plan
	 */
	public FaultPlan times(int times) {
		Assert.isTrue(times > 0, () -> "'times' must be positive, but is " + times);
		Assert.state(!this.lasting, "onEvery(…) has no number of times: use onNext(…).times(…)");
		this.times = times;
		return this;
	}

	/**
	 * Carry the request out although its response says otherwise. By default, a fault
	 * that replaces the response has no other effect.
	 * @return this plan
	 */
	public FaultPlan afterApplying() {
		this.afterApplying = true;
		return this;
	}

	/**
	 * Add a header to the response, or replace it.
	 * @param name the header's name
	 * @param value its value, in one line
	 * @return this plan
	 */
	public FaultPlan withHeader(String name, String value) {
		Assert.isTrue(name.matches("[\\w-]+"), () -> "'name' must be a header name, but is '" + name + "'");
		Assert.isTrue(value.matches("[\\x20-\\x7e]*"), "'value' must be printable ASCII");
		return modify((response) -> response.withHeader(name, value));
	}

	/**
	 * End the connection after this number of bytes of the response's body, for example
	 * in the middle of a word. The {@code Content-Length} is that of the whole body.
	 * @param bodyBytes the number of bytes that are sent, zero or more
	 * @return this plan
	 */
	public FaultPlan cutAfter(int bodyBytes) {
		Assert.isTrue(bodyBytes >= 0, () -> "'bodyBytes' must not be negative, but is " + bodyBytes);
		return modify((response) -> response.cutAfter(bodyBytes));
	}

	private FaultPlan modify(UnaryOperator<SandboxResponse> change) {
		UnaryOperator<SandboxResponse> before = this.modifier;
		this.modifier = (response) -> change.apply(before.apply(response));
		return this;
	}

	/**
	 * Carry the request out and respond as usual, with the modifications of this plan.
	 */
	public void respondNormally() {
		afterCarryingOut("response with modifications", UnaryOperator.identity());
	}

	/**
	 * Respond with one of the API's errors.
	 * @param error the error, from {@link Faults}
	 */
	public void failWith(ScriptedError error) {
		Assert.notNull(error, "'error' must not be null");
		replaceResponse(error.toString(), error.response(this.operation));
	}

	/**
	 * Respond with a status and a JSON body.
	 * @param status the status, 200 to 599
	 * @param body the body, which may be empty or not JSON
	 */
	public void respond(int status, String body) {
		checkStatus(status);
		Assert.notNull(body, "'body' must not be null");
		replaceResponse("response " + status, SandboxResponse.text(status, SandboxResponse.JSON, body));
	}

	/**
	 * Respond with an HTML page, as the edge in front of the API does, for example with
	 * 520.
	 * @param status the status, 200 to 599
	 */
	public void respondHtml(int status) {
		checkStatus(status);
		replaceResponse("HTML page " + status, ErrorResponses.html(status));
	}

	/**
	 * Carry the request out and respond with an undocumented shape of success. A request
	 * that fails is not changed.
	 * @param shape the shape
	 * @throws IllegalStateException if the operation reads statistics
	 */
	public void succeedAs(SuccessShape shape) {
		Assert.notNull(shape, "'shape' must not be null");
		Assert.state(!this.operation.isRead(), () -> this.operation + " has no campaign ID in its response");
		afterCarryingOut("success as " + shape,
				(response) -> response.isSuccess() ? shape.applyTo(response) : response);
	}

	/**
	 * Respond with 429 and {@code Retry-After}.
	 * @param retryAfter the wait, rounded up to whole seconds
	 */
	public void throttle(Duration retryAfter) {
		Assert.notNull(retryAfter, "'retryAfter' must not be null");
		Assert.isTrue(!retryAfter.isNegative(), () -> "'retryAfter' must not be negative, but is " + retryAfter);
		beforeBudget("429 with Retry-After", (response) -> ErrorResponses.throttled(this.operation, retryAfter));
	}

	/**
	 * Respond with 429 without {@code Retry-After}.
	 */
	public void throttle() {
		beforeBudget("429 without Retry-After", (response) -> ErrorResponses.throttled(this.operation, null));
	}

	/**
	 * Respond with the 403 by which the statistics calls throttle.
	 */
	public void throttleForbidden() {
		beforeBudget("403 Too many attempts", (response) -> ErrorResponses.throttledForbidden());
	}

	/**
	 * Carry the request out, then close the connection without a response.
	 */
	public void dropResponse() {
		afterCarryingOut("response dropped", (response) -> response.deliveredAs(Delivery.CLOSED));
	}

	/**
	 * Carry the request out, then leave the connection open without a response until the
	 * client gives up.
	 */
	public void stall() {
		afterCarryingOut("response stalled", (response) -> response.deliveredAs(Delivery.STALLED));
	}

	/**
	 * Carry the request out, send the headers and half of the body, then leave the
	 * connection open until the client gives up.
	 */
	public void stallBody() {
		afterCarryingOut("body stalled", (response) -> response.deliveredAs(Delivery.BODY_STALLED));
	}

	/**
	 * Carry the request out, send the response's headers, and reset the connection.
	 */
	public void resetAfterHeaders() {
		afterCarryingOut("reset after headers", (response) -> response.deliveredAs(Delivery.RESET_AFTER_HEADERS));
	}

	/**
	 * Carry the request out, and end the connection in the middle of the response's body.
	 */
	public void cutBody() {
		afterCarryingOut("body cut", (response) -> response.cutAfter(response.body().length() / 2));
	}

	/**
	 * Carry the request out, and respond late.
	 * @param delay how late, in real time
	 */
	public void delay(Duration delay) {
		Assert.notNull(delay, "'delay' must not be null");
		Assert.isTrue(!delay.isNegative(), () -> "'delay' must not be negative, but is " + delay);
		afterCarryingOut("response delayed", (response) -> response.delayedBy(delay));
	}

	/**
	 * Reset the connection as soon as the request has arrived. Without
	 * {@link #afterApplying()}, the request has no effect.
	 */
	public void resetConnection() {
		UnaryOperator<SandboxResponse> reset = (response) -> response.deliveredAs(Delivery.RESET);
		if (this.afterApplying) {
			afterCarryingOut("connection reset after applying", reset);
		}
		else {
			beforeBudget("connection reset", reset);
		}
	}

	private static void checkStatus(int status) {
		Assert.isTrue(status >= 200 && status <= 599, () -> "'status' must be 200 to 599, but is " + status);
	}

	private void replaceResponse(String name, SandboxResponse replacement) {
		String suffix = this.afterApplying ? ", after applying" : "";
		add(name + suffix, this.afterApplying, false, (response) -> replacement);
	}

	private void afterCarryingOut(String name, UnaryOperator<SandboxResponse> change) {
		add(name, true, false, change);
	}

	private void beforeBudget(String name, UnaryOperator<SandboxResponse> change) {
		Assert.state(!this.afterApplying, "A request that is intercepted before the budget cannot be applied first");
		add(name, false, true, change);
	}

	private void add(String name, boolean applies, boolean beforeBudget, UnaryOperator<SandboxResponse> change) {
		UnaryOperator<SandboxResponse> modified = this.modifier;
		Fault fault = new Fault(name, applies, beforeBudget, (response) -> modified.apply(change.apply(response)));
		for (int i = 0; i < this.times; i++) {
			this.script.accept(fault);
		}
	}

}
