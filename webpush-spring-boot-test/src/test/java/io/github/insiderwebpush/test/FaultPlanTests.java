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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
	void afterApplyingTheRequestTakesEffectThoughTheResponseIsWrong() {
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
	void lostResponseLeavesTheCampaignBehind() {
		this.sandbox.onNext(CREATE).dropResponse();
		assertThatNoResponseComes(() -> this.client.create("Summer sale"));
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
		assertThatNoResponseComes(() -> this.client.create("Summer sale"));
		assertThat(this.sandbox.campaigns()).isEmpty();
		assertThat(this.sandbox.requests(CREATE)).extracting(SandboxRequest::status).containsOnlyNulls();
		assertThat(this.client.create("Summer sale").status()).isEqualTo(201);
	}

	@Test
	void resetConnectionAfterApplyingLeavesTheCampaignBehind() {
		this.sandbox.onNext(CREATE).afterApplying().resetConnection();
		assertThatNoResponseComes(() -> this.client.create("Summer sale"));
		assertThat(this.sandbox.campaigns()).hasSize(1);
	}

	@Test
	void resetAfterHeadersShowsTheStatusAndNoBody() throws Exception {
		this.sandbox.onNext(CREATE).resetAfterHeaders();
		String read = raw(this.client.body("title", "Summer sale", "language", "en_GB"));
		assertThat(read).startsWith("HTTP/1.1 201 Created").contains("Content-Length: 36").endsWith("\r\n\r\n<reset>");
		assertThat(this.sandbox.campaigns()).hasSize(1);
		this.sandbox.onNext(CREATE).resetAfterHeaders();
		assertThatNoResponseComes(() -> this.client.create("Winter sale"));
		assertThat(this.client.create("Spring sale").status()).isEqualTo(201);
	}

	@Test
	void cutBodyEndsInTheMiddle() throws Exception {
		this.sandbox.onNext(CREATE).cutBody();
		String read = raw(this.client.body("title", "Summer sale", "language", "en_GB"));
		assertThat(read).startsWith("HTTP/1.1 201 Created").endsWith("\r\n\r\n{\"success\":true,\"c");
		this.sandbox.onNext(CREATE).cutBody();
		assertThatNoResponseComes(() -> this.client.create("Winter sale"));
		assertThat(this.sandbox.campaigns()).hasSize(2);
	}

	@Test
	void delayedResponseIsTheRightOne() {
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
		assertThatIllegalStateException()
			.isThrownBy(() -> this.sandbox.onNext(TOP_METRICS).succeedAs(SuccessShape.EMPTY_BODY))
			.withMessage("TOP_METRICS has no campaign ID in its response");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.sandbox.onNext(CREATE).withHeader("X-Name", "a\r\nb"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.sandbox.onNext(CREATE).cutAfter(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> Faults.duplicateTitle(404));
		assertThatIllegalArgumentException().isThrownBy(() -> this.sandbox.onNext(CREATE).times(0))
			.withMessage("'times' must be positive, but is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> this.sandbox.onNext(CREATE).respondHtml(99))
			.withMessage("'status' must be 200 to 599, but is 99");
		assertThatIllegalArgumentException().isThrownBy(() -> Faults.serverError(404))
			.withMessage("'status' must be 500 to 599, but is 404");
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 425, 499, 502, 504 })
	void responseOfAnIntermediaryComesBeforeOrAfterApplying(int status) {
		this.sandbox.onNext(CREATE).failWith(Faults.intermediary(status));
		this.sandbox.onNext(CREATE).afterApplying().failWith(Faults.intermediary(status));
		assertThat(this.client.create("Summer sale").status()).isEqualTo(status);
		assertThat(this.sandbox.campaigns()).isEmpty();
		Response response = this.client.create("Summer sale");
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.header("Content-Type")).startsWith("text/html");
		assertThat(this.sandbox.campaigns()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			textBlock = """
					ID_AS_TEXT        | 201 | {"success":true,"campaign_id":"25696"}
					ID_WITH_FRACTION  | 201 | {"success":true,"campaign_id":25696.0}
					ID_UNDER_CONTENT  | 201 | {"status_code":201,"content":{"message":"Success","builder_id":"1000","campaign_id":"25696"}}
					OTHER_CAMPAIGN_ID | 201 | {"success":true,"campaign_id":1025696}
					WITHOUT_ID        | 201 | {"success":true}
					SUCCESS_AS_TEXT   | 201 | {"success":"true","campaign_id":25696}
					FAILURE_AS_TEXT   | 201 | {"success":"false","message":"Not accepted","campaign_id":25696}
					FAILURE_AS_NUMBER | 201 | {"success":0,"message":"Not accepted","campaign_id":25696}
					FAILURE_AS_NULL   | 201 | {"success":null,"message":"Not accepted","campaign_id":25696}
					EMPTY_BODY        | 201 |
					NO_CONTENT        | 204 |
					""")
	void successHasTheScriptedShape(SuccessShape shape, int status, String body) {
		this.sandbox.onNext(CREATE).succeedAs(shape);
		Response response = this.client.create("Summer sale");
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.body()).isEqualTo((body != null) ? body : "");
		assertThat(this.sandbox.campaigns()).hasSize(1);
		this.sandbox.onNext(CREATE).succeedAs(shape);
		assertThat(this.client.create("Summer sale").body()).contains("The title already exists.");
	}

	@ParameterizedTest
	@EnumSource
	void everyShapeOfSuccessAppliesToDelete(SuccessShape shape) {
		long id = this.client.created("Summer sale", false);
		this.sandbox.onNext(DELETE).succeedAs(shape);
		assertThat(this.client.delete(id).status()).isIn(200, 204);
		assertThat(this.sandbox.campaigns()).isEmpty();
	}

	@Test
	void duplicateTitleHasTheConfiguredStatus() {
		for (int status : new int[] { 400, 409, 422 }) {
			try (WebPushSandbox other = WebPushSandbox.builder().duplicateTitleStatus(status).start()) {
				ApiClient otherClient = new ApiClient(other);
				otherClient.create("Summer sale");
				Response response = otherClient.create("Summer sale");
				assertThat(response.status()).isEqualTo(status);
				assertThat(response.body()).contains("The title already exists.");
				this.sandbox.onNext(CREATE).failWith(Faults.duplicateTitle(status));
				assertThat(this.client.create("Summer sale").body()).contains("The title has already been taken.");
			}
		}
	}

	@Test
	void campaignIdsMayHaveNineteenDigits() {
		try (WebPushSandbox other = WebPushSandbox.builder().firstCampaignId(1_000_000_000_000_000_001L).start()) {
			ApiClient otherClient = new ApiClient(other);
			assertThat(otherClient.create("Summer sale").body()).contains("\"campaign_id\":1000000000000000001}");
			assertThat(otherClient.delete(1_000_000_000_000_000_001L).status()).isEqualTo(200);
		}
	}

	@Test
	void headersAreAddedToAnyResponse() {
		this.sandbox.onNext(CREATE).withHeader("RateLimit", "\"a\";r=9;t=5, \"b\";r=0;t=60").respondNormally();
		this.sandbox.onNext(CREATE)
			.withHeader("Retry-After", "Thu, 26 Nov 2026 21:00:00 GMT")
			.withHeader("Content-Encoding", "gzip")
			.respond(429, "{}");
		Response created = this.client.create("Summer sale");
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.header("RateLimit")).isEqualTo("\"a\";r=9;t=5, \"b\";r=0;t=60");
		Response throttled = this.client.create("Winter sale");
		assertThat(throttled.header("Retry-After")).isEqualTo("Thu, 26 Nov 2026 21:00:00 GMT");
		assertThat(throttled.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(this.sandbox.campaigns()).hasSize(1);
	}

	@Test
	void responseIsCutWithinAToken() throws IOException {
		String body = "{\"message\":\"Invalid token " + this.sandbox.token() + "\"}";
		int cut = body.indexOf(this.sandbox.token()) + this.sandbox.token().length() - 1;
		this.sandbox.onNext(CREATE).cutAfter(cut).respond(401, body);
		String read = raw(this.client.body("title", "Summer sale", "language", "en_GB"));
		assertThat(read).contains("Content-Length: " + body.length() + "\r\n")
			.endsWith("\r\n\r\n" + body.substring(0, cut));
	}

	@Test
	void stalledResponseLastsUntilTheClientGivesUp() throws IOException {
		this.sandbox.onNext(CREATE).stall();
		this.sandbox.onNext(CREATE).stallBody();
		String request = Json.write(this.client.body("title", "Summer sale", "language", "en_GB"));
		assertThat(RawHttp.readWhatArrives(this.sandbox, "/v1/single", request)).isEmpty();
		assertThat(this.sandbox.requests().get(0).status()).isNull();
		assertThat(this.sandbox.campaigns()).hasSize(1);
		assertThat(RawHttp.readWhatArrives(this.sandbox, "/v1/single", request.replace("Summer", "Winter")))
			.startsWith("HTTP/1.1 201 Created")
			.endsWith("\r\n\r\n{\"success\":true,\"c");
		assertThat(this.sandbox.campaigns()).hasSize(2);
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

	private static void assertThatNoResponseComes(ThrowingCallable call) {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(call);
	}

}
