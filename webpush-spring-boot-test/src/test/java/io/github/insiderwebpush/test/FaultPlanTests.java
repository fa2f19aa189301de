package io.github.insiderwebpush.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.test.ApiClient.Response;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.insiderwebpush.WebPushOperation.CREATE;
import static io.github.insiderwebpush.WebPushOperation.DELETE;
import static io.github.insiderwebpush.WebPushOperation.LAUNCH;
import static io.github.insiderwebpush.WebPushOperation.OVERALL_METRICS;
import static io.github.insiderwebpush.WebPushOperation.TOP_METRICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@Timeout(60)
class FaultPlanTests {

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	private final WebPushSandbox sandbox = WebPushSandbox.builder().clock(this.clock).start();

	private final ApiClient client = new ApiClient(this.sandbox);

	@AfterEach
	void close() {
		this.sandbox.close();
		this.clock.close();
	}

	@Test
	void nextMeetsOneRequestAndLeavesEverythingAsItWas() {
		this.sandbox.onNext(CREATE).failWith(Faults.failedDependency());
		Response response = this.client.create("Summer sale");
		assertThat(response.status()).isEqualTo(424);
		assertThat(response.body()).isEqualTo("{\"message\":\"SERVICE:-\"}");
		assertThat(this.sandbox.campaigns()).isEmpty();
		assertThat(this.client.create("Summer sale").status()).isEqualTo(201);
	}

	@Test
	void nextFaultsMeetRequestsInTheOrderOfTheScript() {
		this.sandbox.onEvery(CREATE).failWith(Faults.serverError(503));
		this.sandbox.onNext(CREATE).times(2).failWith(Faults.unauthorized());
		this.sandbox.onNext(CREATE).failWith(Faults.forbidden());
		assertThat(Stream.generate(() -> this.client.create("Summer sale").status()).limit(5)).containsExactly(401, 401,
				403, 503, 503);
	}

	@Test
	void everyLastsUntilReset() {
		this.sandbox.onEvery(CREATE).respond(418, "short and stout");
		this.sandbox.onEvery(CREATE).respond(419, "");
		assertThat(this.client.create("a").status()).isEqualTo(419);
		assertThat(this.client.create("a").body()).isEmpty();
		this.sandbox.resetFaults();
		assertThat(this.client.create("a").status()).isEqualTo(201);
	}

	@Test
	void faultMeetsItsOperationAlone() {
		this.sandbox.onNext(DELETE).failWith(Faults.serverError(500));
		assertThat(this.client.create("a").status()).isEqualTo(201);
		assertThat(this.client.delete(1).status()).isEqualTo(500);
	}

	@Test
	void afterApplyingTheRequestTakesEffectThoughTheAnswerIsWrong() {
		this.sandbox.onNext(CREATE).afterApplying().failWith(Faults.failedDependency());
		assertThat(this.client.create("Summer sale").status()).isEqualTo(424);
		assertThat(this.sandbox.campaigns()).hasSize(1);
		assertThat(this.sandbox.requests().get(0).accepted()).isTrue();
		assertThat(this.sandbox.requests().get(0).fault()).isEqualTo("424 without a reason, after applying");
	}

	static List<Arguments> errors() {
		return List.of(
				arguments(Faults.failedDependency("no such segment"), CREATE, 424,
						"{\"message\":\"SERVICE:-no such segment\"}"),
				arguments(Faults.failedDependency(), DELETE, 424, "{\"error\":\"SERVICE:-\"}"),
				arguments(Faults.campaignNotFound(), LAUNCH, 424, "{\"message\":\"SERVICE:-Campaign not found\"}"),
				arguments(Faults.badRequest("Nope"), CREATE, 400, "{\"success\":false,\"message\":\"Nope\"}"),
				arguments(Faults.badRequest("Nope"), LAUNCH, 400, "{\"error\":\"Nope\"}"),
				arguments(Faults.invalid("ttl", "Too long."), LAUNCH, 422,
						"{\"status_code\":422,\"errors\":{\"ttl\":[\"Too long.\"]}}"),
				arguments(Faults.unauthorized(), TOP_METRICS, 401, "{\"status_code\":401}"),
				arguments(Faults.unauthorized(), DELETE, 401, "{\"message\":\"Unauthorized\"}"),
				arguments(Faults.forbidden(), CREATE, 403, "{\"message\":\"Invalid api key\"}"),
				arguments(Faults.forbidden(), OVERALL_METRICS, 403,
						"{\"error\":{\"message\":\"Invalid api key\"},\"status\":403}"),
				arguments(Faults.statisticsExpired(), TOP_METRICS, 406,
						"{\"error\":{\"message\":\"Analytics data is available for the last 1 year only.\"},\"status\":406}"),
				arguments(Faults.serverError(500), CREATE, 500, "{\"message\":\"Server Error\"}"));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void errorComesInTheShapeOfTheCall(ScriptedError error, WebPushOperation operation, int status, String body) {
		this.sandbox.onNext(operation).failWith(error);
		Response response = send(operation);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.body()).isEqualTo(body);
		assertThat(response.header("Content-Type")).isEqualTo("application/json");
	}

	@Test
	void throttleNamesTheWaitInWholeSeconds() {
		this.sandbox.onNext(CREATE).throttle(Duration.ofSeconds(7));
		this.sandbox.onNext(CREATE).throttle(Duration.ofMillis(1001));
		this.sandbox.onNext(CREATE).throttle();
		assertThat(this.client.create("a").header("Retry-After")).isEqualTo("7");
		assertThat(this.client.create("a").header("Retry-After")).isEqualTo("2");
		Response bare = this.client.create("a");
		assertThat(bare.status()).isEqualTo(429);
		assertThat(bare.header("Retry-After")).isEmpty();
		assertThat(this.sandbox.requests()).noneMatch(SandboxRequest::overBudget);
		assertThat(this.sandbox.budgetLeft(Budget.CREATE)).isEqualTo(30);
	}

	@Test
	void throttleForbiddenHasTheShapeOfTheStatisticsCalls() {
		this.sandbox.onNext(CREATE).throttleForbidden();
		Response response = this.client.create("a");
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).contains("Too many attempts, please slow down the request.");
	}

	@Test
	void htmlPageIsWhatTheEdgeSends() {
		this.sandbox.onNext(CREATE).respondHtml(520);
		Response response = this.client.create("a");
		assertThat(response.status()).isEqualTo(520);
		assertThat(response.header("Content-Type")).startsWith("text/html");
		assertThat(response.body()).startsWith("<!DOCTYPE html>");
		assertThat(response.header("CF-RAY")).isNotEmpty();
	}

	@Test
	void lostAnswerLeavesTheCampaignBehind() {
		this.sandbox.onNext(CREATE).dropResponse();
		assertThatNoAnswerComes(() -> this.client.create("Summer sale"));
		assertThat(this.sandbox.campaigns()).hasSize(1);
		assertThat(this.sandbox.requests()).singleElement().satisfies((request) -> {
			assertThat(request.status()).isNull();
			assertThat(request.accepted()).isTrue();
			assertThat(request.fault()).isEqualTo("response dropped");
		});
		assertThat(this.client.create("Summer sale").status()).isEqualTo(400);
	}

	@Test
	void resetConnectionLeavesNothingBehind() {
		this.sandbox.onNext(CREATE).resetConnection();
		assertThatNoAnswerComes(() -> this.client.create("Summer sale"));
		assertThat(this.sandbox.campaigns()).isEmpty();
		assertThat(this.sandbox.requests(CREATE)).extracting(SandboxRequest::status).containsOnlyNulls();
		assertThat(this.client.create("Summer sale").status()).isEqualTo(201);
	}

	@Test
	void resetConnectionAfterApplyingLeavesTheCampaignBehind() {
		this.sandbox.onNext(CREATE).afterApplying().resetConnection();
		assertThatNoAnswerComes(() -> this.client.create("Summer sale"));
		assertThat(this.sandbox.campaigns()).hasSize(1);
	}

	@Test
	void resetAfterHeadersShowsTheStatusAndNoBody() throws Exception {
		this.sandbox.onNext(CREATE).resetAfterHeaders();
		String read = raw(this.client.body("title", "Summer sale", "language", "en_GB"));
		assertThat(read).startsWith("HTTP/1.1 201 Created").contains("Content-Length: 36").endsWith("\r\n\r\n<reset>");
		assertThat(this.sandbox.campaigns()).hasSize(1);
		this.sandbox.onNext(CREATE).resetAfterHeaders();
		assertThatNoAnswerComes(() -> this.client.create("Winter sale"));
		assertThat(this.client.create("Spring sale").status()).isEqualTo(201);
	}

	@Test
	void cutBodyEndsInTheMiddle() throws Exception {
		this.sandbox.onNext(CREATE).cutBody();
		String read = raw(this.client.body("title", "Summer sale", "language", "en_GB"));
		assertThat(read).startsWith("HTTP/1.1 201 Created").endsWith("\r\n\r\n{\"success\":true,\"c");
		this.sandbox.onNext(CREATE).cutBody();
		assertThatNoAnswerComes(() -> this.client.create("Winter sale"));
		assertThat(this.sandbox.campaigns()).hasSize(2);
	}

	@Test
	void delayedAnswerIsTheRightOne() {
		this.sandbox.onNext(CREATE).delay(Duration.ofMillis(300));
		long start = System.nanoTime();
		assertThat(this.client.create("Summer sale").status()).isEqualTo(201);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
		assertThat(this.sandbox.elapsed()).isEqualTo(Duration.ZERO);
	}

	@Test
	void requestThatTheBudgetRefusesLeavesTheScriptAsItIs() {
		for (int i = 0; i < 30; i++) {
			this.client.create("Campaign " + i);
		}
		this.sandbox.onNext(CREATE).failWith(Faults.failedDependency());
		assertThat(this.client.create("One more").status()).isEqualTo(429);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.client.create("One more").status()).isEqualTo(424);
	}

	@Test
	void planThatMakesNoSenseIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> this.sandbox.onEvery(CREATE).times(2))
			.withMessage("onEvery(…) has no number of times: use onNext(…).times(…)");
		assertThatIllegalStateException().isThrownBy(() -> this.sandbox.onNext(CREATE).afterApplying().throttle());
		assertThatIllegalArgumentException().isThrownBy(() -> this.sandbox.onNext(CREATE).times(0))
			.withMessage("'times' must be positive, but is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> this.sandbox.onNext(CREATE).respondHtml(99))
			.withMessage("'status' must be 200 to 599, but is 99");
		assertThatIllegalArgumentException().isThrownBy(() -> Faults.serverError(404))
			.withMessage("'status' must be 500 to 599, but is 404");
	}

	@Test
	void everyFaultStrikesEveryOperation() {
		List<Consumer<FaultPlan>> faults = List.of((plan) -> plan.respondHtml(503), FaultPlan::throttle);
		for (WebPushOperation operation : WebPushOperation.values()) {
			for (Consumer<FaultPlan> fault : faults) {
				fault.accept(this.sandbox.onNext(operation));
				assertThat(send(operation).status()).isIn(503, 429);
			}
		}
	}

	private Response send(WebPushOperation operation) {
		return this.client.send(operation.method(), operation.path().replace("{campaignId}", "1"), this.client.body());
	}

	private String raw(Object body) throws IOException {
		return RawHttp.post(this.sandbox, "/v1/single", Json.write(body));
	}

	private static void assertThatNoAnswerComes(ThrowingCallable call) {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(call);
	}

}
