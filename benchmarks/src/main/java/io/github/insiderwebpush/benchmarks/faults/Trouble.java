package io.github.insiderwebpush.benchmarks.faults;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.FaultPlan;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;

/**
 * Every fault that the sandbox has, at random. One thing it never does: carry a request
 * out and answer that it was refused, or the other way round. Nobody can see through
 * that.
 */
final class Trouble {

	private static final List<String> USELESS = List.of("", "[]", "null", "\"\"", "{}", "{\"campaign_id\":\"x\"}",
			"<html>", "{\"campaign_id\":", "{\"success\":\"perhaps\"}", "\u0000\u0001");

	private static final List<Consumer<FaultPlan>> REFUSALS = List.of(
			(plan) -> plan.failWith(Faults.failedDependency("No quota")),
			(plan) -> plan.failWith(Faults.campaignNotFound()),
			(plan) -> plan.failWith(Faults.badRequest("Bad request")),
			(plan) -> plan.failWith(Faults.invalid("link", "The link is odd.")),
			(plan) -> plan.failWith(Faults.unauthorized()), (plan) -> plan.failWith(Faults.forbidden()),
			(plan) -> plan.failWith(Faults.statisticsExpired()),
			(plan) -> plan.respond(200, "{\"success\":false,\"message\":\"Not today\"}"),
			(plan) -> plan.respond(418, "short and stout"), (plan) -> plan.respondHtml(404));

	private static final List<Consumer<FaultPlan>> THROTTLES = List.of((plan) -> plan.throttle(),
			FaultPlan::throttleForbidden, (plan) -> plan.throttle(Duration.ZERO),
			(plan) -> plan.throttle(Duration.ofSeconds(3)), (plan) -> plan.throttle(Duration.ofSeconds(20)),
			(plan) -> plan.throttle(Duration.ofSeconds(100)));

	private static final List<Consumer<FaultPlan>> ANSWERS_LOST = List.of(FaultPlan::dropResponse,
			FaultPlan::resetAfterHeaders, FaultPlan::cutBody);

	private final WebPushSandbox sandbox;

	private final SplittableRandom random;

	private final Duration readTimeout;

	Trouble(WebPushSandbox sandbox, SplittableRandom random, Duration readTimeout) {
		this.sandbox = sandbox;
		this.random = random;
		this.readTimeout = readTimeout;
	}

	/**
	 * Script one fault for requests to come of an operation.
	 */
	void script(WebPushOperation operation) {
		FaultPlan plan = this.sandbox.onNext(operation);
		if (this.random.nextInt(4) == 0) {
			plan.times(this.random.nextInt(2, 5));
		}
		script(plan);
	}

	private void script(FaultPlan plan) {
		int kind = this.random.nextInt(100);
		if (kind < 22) {
			any(REFUSALS).accept(plan);
		}
		else if (kind < 34) {
			any(THROTTLES).accept(plan);
		}
		else if (kind < 56) {
			any(ANSWERS_LOST).accept(plan);
		}
		else if (kind < 58) {
			late(plan);
		}
		else {
			unclear(plan);
		}
	}

	/**
	 * Answers that do not say whether the request was carried out: half of the time it
	 * was.
	 */
	private void unclear(FaultPlan plan) {
		boolean applied = this.random.nextBoolean();
		if (applied) {
			plan.afterApplying();
		}
		switch (this.random.nextInt(8)) {
			case 0 -> plan.failWith(Faults.failedDependency());
			case 1 -> plan.failWith(Faults.serverError(500));
			case 2 -> plan.failWith(Faults.serverError(503));
			case 3 -> plan.failWith(Faults.serverError(504));
			case 4 -> plan.respondHtml(520);
			case 5 -> plan.respond(200, any(USELESS));
			case 6 -> plan.respond(302, "");
			default -> plan.resetConnection();
		}
	}

	/**
	 * Late, but in time, or too late.
	 */
	private void late(FaultPlan plan) {
		boolean tooLate = this.random.nextInt(4) == 0;
		plan.delay(tooLate ? this.readTimeout.plusMillis(50) : Duration.ofMillis(this.random.nextInt(1, 20)));
	}

	/**
	 * Let every request of an operation fail, until the faults are forgotten.
	 */
	void outage(WebPushOperation operation) {
		FaultPlan plan = this.sandbox.onEvery(operation);
		switch (this.random.nextInt(4)) {
			case 0 -> plan.failWith(Faults.serverError(503));
			case 1 -> plan.failWith(Faults.unauthorized());
			case 2 -> plan.resetConnection();
			default -> plan.throttle();
		}
	}

	private <T> T any(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

}
