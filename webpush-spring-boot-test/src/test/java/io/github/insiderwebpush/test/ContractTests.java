package io.github.insiderwebpush.test;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.github.insiderwebpush.test.ApiClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The contract's samples, word for word in {@code contract/}: a response of the sandbox
 * has the same fields of the same JSON types.
 */
class ContractTests {

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	private final WebPushSandbox sandbox = WebPushSandbox.builder()
		// The samples are word for word, and the documents mask the partner ID.
		.partnerId("100XXXXX")
		.clock(this.clock)
		.startsAt(Instant.parse("2026-11-23T10:15:30Z"))
		.start();

	private final ApiClient client = new ApiClient(this.sandbox);

	@AfterEach
	void close() {
		this.sandbox.close();
		this.clock.close();
	}

	@Test
	void sampleOfCreateHasTheResponseOfTheContract() throws IOException {
		Response response = this.client.send("POST", "/v1/single", sample("create-request").toString());
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.json()).isEqualTo(Json.MAPPER.readTree("{\"success\": true, \"campaign_id\": 25696}"));
	}

	@Test
	void topMetricsHaveTheShapeOfTheSample() throws IOException {
		launch();
		assertThat(shape(this.client.statistics("top-metrics").json())).isEqualTo(shape(sample("top-metrics")));
	}

	@Test
	void overallMetricsHaveTheShapeOfTheSample() throws IOException {
		launch();
		assertThat(shape(this.client.statistics("overall-metrics", "page", 1, "per_page", 10).json()))
			.isEqualTo(shape(sample("overall-metrics")));
	}

	@Test
	void campaignMetricsHaveTheShapeOfTheSample() throws IOException {
		launch();
		assertThat(shape(this.client.statistics("campaign-metrics", "campaign_id", "11112").json()))
			.isEqualTo(shape(sample("campaign-metrics")));
	}

	static List<Arguments> errors() {
		return List.of(arguments(Faults.unauthorized(), "/v1/single", "{\"message\": \"Unauthorized\"}"),
				arguments(Faults.unauthorized(), "/v1/statistics/top-metrics", "{\"status_code\": 401}"),
				arguments(Faults.failedDependency(), "/v1/single", "{\"message\": \"SERVICE:-\"}"),
				arguments(Faults.invalid("end_date", "The end date does not match the format Y-m-d."),
						"/v1/statistics/top-metrics",
						"{\"status_code\": 422, \"errors\": {\"end_date\": [\"The end date does not match the format Y-m-d.\"]}}"));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void errorsAreThoseOfTheContract(ScriptedError error, String path, String body) {
		Route route = Objects.requireNonNull(Route.of("POST", path));
		this.sandbox.onNext(route.operation()).failWith(error);
		assertThat(this.client.send("POST", path, this.client.body()).json()).isEqualTo(Json.MAPPER.readTree(body));
	}

	@Test
	void badDateOfTheContractHasTheResponseOfTheContract() {
		Response response = this.client.statistics("top-metrics", "end_date", "30.11.2026");
		assertThat(response.json()).isEqualTo(Json.MAPPER.readTree(
				"{\"status_code\": 422, \"errors\": {\"end_date\": [\"The end date does not match the format Y-m-d.\"]}}"));
	}

	/**
	 * The second campaign: its row is not one of the odd ones.
	 */
	private void launch() {
		this.client.created("First", false);
		this.client.launch(this.client.created("Second", false), "ttl", "3600");
		this.clock.advance(Duration.ofHours(1));
	}

	/**
	 * Each path with its JSON type; of an array, that of its first element.
	 */
	private static Map<String, String> shape(JsonNode node) {
		Map<String, String> shape = new TreeMap<>();
		collect(node, "", shape);
		return shape;
	}

	private static void collect(JsonNode node, String path, Map<String, String> shape) {
		shape.put(path, node.getNodeType().name());
		node.propertyStream().forEach((entry) -> collect(entry.getValue(), path + "/" + entry.getKey(), shape));
		if (node.isArray() && !node.isEmpty()) {
			collect(node.get(0), path + "/0", shape);
		}
	}

	private static JsonNode sample(String name) throws IOException {
		try (InputStream in = Objects
			.requireNonNull(ContractTests.class.getResourceAsStream("/contract/" + name + ".json"))) {
			return Json.MAPPER.readTree(in);
		}
	}

}
