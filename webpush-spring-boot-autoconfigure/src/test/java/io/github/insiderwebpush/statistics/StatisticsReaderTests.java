package io.github.insiderwebpush.statistics;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StatisticsReader}.
 */
class StatisticsReaderTests {

	private final StatisticsReader reader = new StatisticsReader();

	@Test
	void unknownFieldsAreIgnored() {
		ObjectNode response = (ObjectNode) Samples.sample("top-metrics.json");
		TopMetrics expected = this.reader.topMetrics(response);
		response.put("brandNew", 1);
		((ObjectNode) response.at("/overview/total")).putObject("brandNew").put("deep", true);
		((ObjectNode) response.at("/performance/0")).put("brandNew", "x");
		assertThat(this.reader.topMetrics(response)).isEqualTo(expected);
	}

	@Test
	void emptyArrayStandsForAnEmptyObject() {
		TopMetrics top = this.reader.topMetrics(
				Samples.json("{'overview': {'total': [], 'targeted': [], 'ctr': {'clicks': '5'}}, 'performance': {}}"));
		assertThat(top.overview().clicks()).isEqualTo(5);
		assertThat(top.overview().targeted()).isNull();
		assertThat(top.performance()).isEmpty();
		assertThat(top.unreadable()).isEmpty();
		CampaignMetrics campaign = this.reader
			.campaignMetrics(Samples.json("{'overview': [], 'goalMenu': [], 'unsuccessfulMessages': []}"));
		assertThat(campaign.goals()).isEmpty();
		assertThat(campaign.dropped()).isEmpty();
		assertThat(campaign.unreadable()).isEmpty();
	}

	@Test
	void missingIsAbsentAndNeverZero() {
		CampaignMetrics campaign = this.reader.campaignMetrics(Samples.json("{'overview': {}}"));
		assertThat(campaign.overview())
			.isEqualTo(new Figures(null, null, null, null, null, null, null, null, null, null, null));
		assertThat(campaign.recurring()).isNull();
		assertThat(campaign.ttlEnded()).isNull();
		assertThat(campaign.isFinal()).isFalse();
		assertThat(campaign.startDate()).isNull();
		assertThat(campaign.unreadable()).isEmpty();
	}

	@Test
	void oddValueIsAbsentAndListedAndNothingElseIs() {
		ObjectNode response = (ObjectNode) Samples.sample("top-metrics.json");
		((ObjectNode) response.at("/overview/targeted")).put("sent", "9.505.769");
		TopMetrics metrics = this.reader.topMetrics(response);
		assertThat(metrics.overview().sent()).isNull();
		assertThat(metrics.overview().dropped()).isEqualTo(44_615);
		assertThat(metrics.unreadable()).containsExactly(new UnreadableValue("overview.targeted.sent",
				"must be a whole number, such as 9550384 or \"9,550,384\"", "9.505.769"));
	}

	@Test
	void oddShapesAreAbsentAndListed() {
		TopMetrics metrics = this.reader.topMetrics(Samples.json(
				"{'overview': {'total': 'none', 'ctr': {'clicks': ['5']}}, 'performance': {'a': 1}, 'dropped': ['x', null]}"));
		assertThat(metrics.unreadable()).extracting(UnreadableValue::path)
			.containsExactly("overview.total", "overview.ctr.clicks", "performance", "dropped[0]", "dropped[1]");
		assertThat(metrics.unreadable()).extracting(UnreadableValue::value)
			.containsExactly("none", "array", "object", "x", "null");
		assertThat(metrics.dropped()).containsExactly(new LossReason(null, null, null),
				new LossReason(null, null, null));
	}

	@Test
	void rowsListTheirOwnOddValuesAndThePageListsAll() {
		ObjectNode response = (ObjectNode) Samples.sample("overall-metrics.json");
		ArrayNode data = (ArrayNode) response.get("data");
		ObjectNode second = data.addObject().put("sent", "lots").put("sendDate", "yesterday");
		second.putArray("tags").add("a").addNull().add(7).addObject();
		data.add("not a row");
		response.put("total", "many");
		OverallMetricsPage page = this.reader.overallMetrics(response, 1, 10);
		assertThat(page.total()).isNull();
		assertThat(page.rows()).hasSize(3);
		assertThat(page.rows().get(0).unreadable()).isEmpty();
		assertThat(page.rows().get(1).tags()).containsExactly("a", "7");
		assertThat(page.rows().get(1).unreadable()).extracting(UnreadableValue::path)
			.containsExactly("data[1].tags[3]", "data[1].sendDate", "data[1].sent");
		assertThat(page.rows().get(2).unreadable())
			.containsExactly(new UnreadableValue("data[2]", "must be an object", "not a row"));
		assertThat(page.unreadable()).extracting(UnreadableValue::path)
			.containsExactly("total", "data[1].tags[3]", "data[1].sendDate", "data[1].sent", "data[2]");
	}

	@Test
	void rowsBeyondThoseRequestedAreLeftOutAndListed() {
		ObjectNode response = (ObjectNode) Samples.sample("overall-metrics.json");
		ArrayNode data = (ArrayNode) response.get("data");
		while (data.size() < 25) {
			data.add(data.get(0));
		}
		OverallMetricsPage page = this.reader.overallMetrics(response, 1, 20);
		assertThat(page.rows()).hasSize(20);
		assertThat(page.truncated()).isTrue();
		assertThat(page.unreadable())
			.containsExactly(new UnreadableValue("data", "must have at most 20 elements", "25 elements"));
		OverallMetricsPage whole = this.reader.overallMetrics(response, 1, 25);
		assertThat(whole.rows()).hasSize(25);
		assertThat(whole.truncated()).isFalse();
		assertThat(whole.unreadable()).isEmpty();
	}

	@Test
	void otherListsEndAtOneThousandElements() {
		ObjectNode response = (ObjectNode) Samples.json("{'overview': {}}");
		for (String name : List.of("deviceMetrics", "clickMetrics")) {
			fill(response.putArray(name), 1001);
		}
		fill(response.putObject("unsuccessfulMessages").putArray("dropped"), 1001);
		ObjectNode goals = response.putObject("goalMenu");
		IntStream.range(0, 1001).forEach((i) -> goals.put("goal" + i, "Goal"));
		CampaignMetrics metrics = this.reader.campaignMetrics(response);
		assertThat(metrics.devices()).hasSize(1000);
		assertThat(metrics.clicks()).hasSize(1000);
		assertThat(metrics.dropped()).hasSize(1000);
		assertThat(metrics.goals()).hasSize(1000);
		assertThat(metrics.unreadable()).extracting(UnreadableValue::toString)
			.containsExactlyInAnyOrder("goalMenu must have at most 1000 elements, but is '1001 elements'",
					"deviceMetrics must have at most 1000 elements, but is '1001 elements'",
					"clickMetrics must have at most 1000 elements, but is '1001 elements'",
					"unsuccessfulMessages.dropped must have at most 1000 elements, but is '1001 elements'");
	}

	private static void fill(ArrayNode array, int size) {
		IntStream.range(0, size).forEach((i) -> array.addObject());
	}

	@Test
	void firstTwentyUnreadableValuesAreListed() {
		ObjectNode response = (ObjectNode) Samples.json("{'overview': {}}");
		ArrayNode dropped = response.putArray("dropped");
		IntStream.range(0, 57).forEach((i) -> dropped.add(i));
		List<UnreadableValue> unreadable = this.reader.topMetrics(response).unreadable();
		assertThat(unreadable).extracting(UnreadableValue::path)
			.containsExactlyElementsOf(IntStream.range(0, 20).mapToObj((i) -> "dropped[" + i + "]").toList());
	}

	@Test
	void rowThatFollowsManyUnreadableOnesStillListsItsOwn() {
		ObjectNode response = (ObjectNode) Samples.json("{'data': []}");
		ArrayNode data = (ArrayNode) response.get("data");
		ArrayNode tags = data.addObject().putArray("tags");
		IntStream.range(0, 30).forEach((i) -> tags.addObject());
		data.addObject().put("sent", "lots");
		OverallMetricsPage page = this.reader.overallMetrics(response, 1, 20);
		assertThat(page.rows().get(0).unreadable()).hasSize(20)
			.last()
			.extracting(UnreadableValue::path)
			.isEqualTo("data[0].tags[19]");
		assertThat(page.rows().get(1).unreadable()).extracting(UnreadableValue::path).containsExactly("data[1].sent");
		assertThat(page.unreadable()).isEqualTo(page.rows().get(0).unreadable());
	}

	@Test
	void textsOfMoreThanTenThousandCharactersAreUnreadable() {
		ObjectNode response = (ObjectNode) Samples.json("{'overview': {}}");
		CampaignMetrics metrics = this.reader
			.campaignMetrics(response.put("name", "a".repeat(10_000)).put("alias", "b".repeat(10_001)));
		assertThat(metrics.name()).hasSize(10_000);
		assertThat(metrics.alias()).isNull();
		assertThat(metrics.unreadable()).containsExactly(
				new UnreadableValue("alias", "must be a text of at most 10000 characters", "b".repeat(100)));
	}

	@Test
	void numberOfAPageIsThatWhichWasRequested() {
		OverallMetricsPage page = this.reader
			.overallMetrics(Samples.json("{'data': {}, 'page': '2', 'per_page': 0, 'total': '1,048'}"), 3, 20);
		assertThat(page.page()).isEqualTo(3);
		assertThat(page.perPage()).isEqualTo(20);
		assertThat(page.total()).isEqualTo(1048);
		assertThat(page.rows()).isEmpty();
		assertThat(page.unreadable()).isEmpty();
	}

	@Test
	void statusGoesBeforeStatusName() {
		OverallMetricsPage page = this.reader.overallMetrics(Samples.json(
				"{'data': [{'status': 'A', 'statusName': 'B'}, {'statusName': 'B'}, {'status': '-', 'statusName': 'B'}]}"),
				1, 20);
		assertThat(page.rows()).extracting(CampaignMetricsRow::status).containsExactly("A", "B", "B");
	}

	@Test
	void newLabelsAreKept() {
		TopMetrics metrics = this.reader
			.topMetrics(Samples.json("{'overview': [], 'dropped': [{'label': 'lostInSpace', 'count': 1}]}"));
		assertThat(metrics.dropped()).containsExactly(new LossReason("lostInSpace", 1L, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "'text'", "5", "null", "true" })
	void responseThatIsNoObjectIsRefused(String json) {
		JsonNode response = Samples.json(json);
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.topMetrics(response))
			.withMessageStartingWith("The statistics cannot be read: $ must be an object, but is");
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.overallMetrics(response, 1, 10));
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.campaignMetrics(response));
	}

	@Test
	void emptyBodyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.topMetrics(MissingNode.getInstance()))
			.withMessageEndingWith("but is 'missing'");
	}

	@Test
	void responseOfAnotherCallIsRefused() {
		JsonNode response = Samples.sample("create-response.json");
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.topMetrics(response))
			.withMessage("The statistics cannot be read: overview is required, but is 'absent'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.overallMetrics(response, 1, 10))
			.withMessage("The statistics cannot be read: data is required, but is 'absent'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.campaignMetrics(response));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "'-'", "5", "{'1': {}}" })
	void pageWhoseRowsAreNoArrayIsRefused(String data) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.reader.overallMetrics(Samples.json("{'total': 48, 'data': " + data + "}"), 1, 10))
			.withMessageContaining("data must be an array");
	}

	@Test
	@SuppressWarnings("NullAway")
	void responseMustNotBeNull() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.topMetrics(null))
			.withMessage("'response' must not be null");
	}

	@Test
	void reportsCannotBeChanged() {
		CampaignMetrics metrics = this.reader.campaignMetrics(Samples.sample("campaign-metrics.json"));
		assertThat(metrics.goals()).isUnmodifiable();
		assertThat(List.of(metrics.devices(), metrics.clicks(), metrics.dropped(), metrics.undelivered(),
				metrics.unreadable()))
			.allSatisfy((list) -> assertThat(list).isUnmodifiable());
	}

}
