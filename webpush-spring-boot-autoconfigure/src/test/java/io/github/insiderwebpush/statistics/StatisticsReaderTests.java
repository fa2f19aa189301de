package io.github.insiderwebpush.statistics;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StatisticsReader}.
 */
class StatisticsReaderTests {

	private final StatisticsReader reader = new StatisticsReader();

	@Test
	void unknownFieldsAreIgnored() {
		ObjectNode answer = (ObjectNode) Samples.sample("top-metrics.json");
		TopMetrics expected = this.reader.topMetrics(answer);
		answer.put("brandNew", 1);
		((ObjectNode) answer.at("/overview/total")).putObject("brandNew").put("deep", true);
		((ObjectNode) answer.at("/performance/0")).put("brandNew", "x");
		assertThat(this.reader.topMetrics(answer)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "'', brandNew", "/overview, overview.brandNew", "/overview/total, overview.total.brandNew",
			"/performance/0, performance[0].brandNew", "/dropped/0, dropped[0].brandNew" })
	void strictReaderRefusesUnknownFields(String pointer, String path) {
		ObjectNode answer = (ObjectNode) Samples.sample("top-metrics.json");
		((ObjectNode) answer.at(pointer)).put("brandNew", 1);
		assertThatExceptionOfType(UnreadableStatisticsException.class)
			.isThrownBy(() -> StatisticsReader.strict().topMetrics(answer))
			.satisfies((failure) -> assertThat(failure.value().path()).isEqualTo(path));
	}

	@Test
	void strictReaderSeesUnknownFieldsInTheOtherReports() {
		ObjectNode page = (ObjectNode) Samples.sample("overall-metrics.json");
		((ObjectNode) page.at("/data/0")).put("brandNew", 1);
		assertThatExceptionOfType(UnreadableStatisticsException.class)
			.isThrownBy(() -> StatisticsReader.strict().overallMetrics(page, 1, 10))
			.withMessageContaining("data[0].brandNew");
		ObjectNode campaign = (ObjectNode) Samples.sample("campaign-metrics.json");
		((ObjectNode) campaign.at("/unsuccessfulMessages")).put("brandNew", 1);
		assertThatExceptionOfType(UnreadableStatisticsException.class)
			.isThrownBy(() -> StatisticsReader.strict().campaignMetrics(campaign))
			.withMessageContaining("unsuccessfulMessages.brandNew");
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
	void oddValueIsAbsentAndListedAndCostsNothingElse() {
		ObjectNode answer = (ObjectNode) Samples.sample("top-metrics.json");
		((ObjectNode) answer.at("/overview/targeted")).put("sent", "9.505.769");
		TopMetrics metrics = this.reader.topMetrics(answer);
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
		ObjectNode answer = (ObjectNode) Samples.sample("overall-metrics.json");
		ArrayNode data = (ArrayNode) answer.get("data");
		ObjectNode second = data.addObject().put("sent", "lots").put("sendDate", "yesterday");
		second.putArray("tags").add("a").addNull().add(7).addObject();
		data.add("not a row");
		answer.put("total", "many");
		OverallMetricsPage page = this.reader.overallMetrics(answer, 1, 10);
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
	void pageThatDoesNotSayItsNumberIsTheOneAskedFor() {
		OverallMetricsPage page = this.reader.overallMetrics(Samples.json("{'data': [], 'page': '-'}"), 3, 20);
		assertThat(page.page()).isEqualTo(3);
		assertThat(page.perPage()).isEqualTo(20);
		assertThat(page.total()).isNull();
		assertThat(page.rows()).isEmpty();
		assertThat(page.unreadable()).isEmpty();
	}

	@Test
	void pageNumbersMayBeTexts() {
		OverallMetricsPage page = this.reader
			.overallMetrics(Samples.json("{'data': {}, 'page': '2', 'per_page': '15', 'total': '1,048'}"), 1, 20);
		assertThat(page.page()).isEqualTo(2);
		assertThat(page.perPage()).isEqualTo(15);
		assertThat(page.total()).isEqualTo(1048);
	}

	@Test
	void pageNumberThatIsNoneIsListed() {
		OverallMetricsPage page = this.reader
			.overallMetrics(Samples.json("{'data': [], 'page': 0, 'per_page': 99999999999}"), 1, 20);
		assertThat(page.page()).isEqualTo(1);
		assertThat(page.unreadable()).extracting(UnreadableValue::path).containsExactly("page", "per_page");
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
	void answerThatIsNoObjectIsRefused(String json) {
		JsonNode answer = Samples.json(json);
		assertThatExceptionOfType(UnreadableStatisticsException.class).isThrownBy(() -> this.reader.topMetrics(answer))
			.withMessageStartingWith("The statistics cannot be read: $ must be an object, but is");
		assertThatExceptionOfType(UnreadableStatisticsException.class)
			.isThrownBy(() -> this.reader.overallMetrics(answer, 1, 10));
		assertThatExceptionOfType(UnreadableStatisticsException.class)
			.isThrownBy(() -> this.reader.campaignMetrics(answer));
	}

	@Test
	void emptyBodyIsRefused() {
		assertThatExceptionOfType(UnreadableStatisticsException.class)
			.isThrownBy(() -> this.reader.topMetrics(MissingNode.getInstance()))
			.withMessageEndingWith("but is 'missing'");
	}

	@Test
	void answerOfAnotherCallIsRefused() {
		JsonNode answer = Samples.sample("create-response.json");
		assertThatExceptionOfType(UnreadableStatisticsException.class).isThrownBy(() -> this.reader.topMetrics(answer))
			.withMessage("The statistics cannot be read: overview is required, but is 'absent'");
		assertThatExceptionOfType(UnreadableStatisticsException.class)
			.isThrownBy(() -> this.reader.overallMetrics(answer, 1, 10))
			.satisfies((failure) -> assertThat(failure.value().path()).isEqualTo("data"));
		assertThatExceptionOfType(UnreadableStatisticsException.class)
			.isThrownBy(() -> this.reader.campaignMetrics(answer));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "'-'", "5", "{'1': {}}" })
	void pageWhoseRowsAreNoArrayIsRefused(String data) {
		assertThatExceptionOfType(UnreadableStatisticsException.class)
			.isThrownBy(() -> this.reader.overallMetrics(Samples.json("{'total': 48, 'data': " + data + "}"), 1, 10))
			.withMessageContaining("data must be an array");
	}

	@Test
	@SuppressWarnings("NullAway")
	void answerMustNotBeNull() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.topMetrics(null))
			.withMessage("'answer' must not be null");
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
