package io.github.insiderwebpush.statistics;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory of a report depends on the request, not on the response. Each array and text
 * has the size of a body of 4 MiB, the longest that the client reads; its limit of
 * 100,000 JSON tokens is not in effect here. The tests count the bytes that reading a
 * tree allocates, which depends on neither the heap nor the collector.
 */
class StatisticsMemoryTests {

	private static final int BODY = 4 * 1024 * 1024;

	/** A tenth of a heap of 256 MiB. */
	private static final long MAX_ALLOCATED = 256L * 1024 * 1024 / 10;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final StatisticsReader READER = new StatisticsReader();

	private static final Map<String, Function<JsonNode, List<UnreadableValue>>> READS = Map.of("top",
			(json) -> READER.topMetrics(json).unreadable(), "campaign",
			(json) -> READER.campaignMetrics(json).unreadable(), "overall", (json) -> {
				OverallMetricsPage page = READER.overallMetrics(json, 1, 20);
				assertThat(page.rows()).hasSizeLessThanOrEqualTo(20);
				return page.unreadable();
			});

	@ParameterizedTest
	@ValueSource(strings = { "1", "{}", "[]", "null", "''", "1.5e99", "'-'", "{'sent':'x'}", "[[[[[[[[]]]]]]]]",
			"{'tags':[1,{}]}", "{'label':'x','count':[]}" })
	void longArraysTakeNoMoreThanWhatIsReadOfThem(String element) {
		JsonNode node = Samples.json(element);
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		for (int i = BODY / (element.length() + 1); i > 0; i--) {
			array.add(node);
		}
		ObjectNode body = JsonNodeFactory.instance.objectNode();
		for (String field : List.of("overview", "data", "performance", "dropped", "undelivered", "deviceMetrics",
				"clickMetrics", "goalMenu", "name", "total")) {
			body.set(field, array);
		}
		body.putObject("unsuccessfulMessages").set("dropped", array);
		assertBounded(body);
		ArrayNode rows = JsonNodeFactory.instance.arrayNode();
		for (int i = 0; i < 20; i++) {
			rows.addObject().set("tags", array);
		}
		body.set("data", rows);
		assertBounded(body);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{'overview': {}, 'data': [], 'name': '%s', 'alias': '%s'}",
			"{'overview': {'revenue': '%s'}, 'data': [{'sent': '%s', 'ctr': '%s', 'sendDate': '%s', 'tags': ['%s']}]}",
			"{'overview': {'total': '%s'}, 'data': [{'campName': '%s'}], 'isRecurring': '%s', 'startDate': '%s'}",
			"{'overview': {}, 'data': [], 'goalMenu': {'x': '%s'}, 'dropped': [{'label': '%s'}]}" },
			quoteCharacter = '`')
	void longTextsAreNotCopied(String template) {
		int texts = template.split("%s", -1).length - 1;
		for (String piece : List.of("a", "1,", "🚀")) {
			String text = piece.repeat(BODY / texts / piece.length() / 2);
			assertBounded(template.replace("%s", text));
		}
	}

	@Test
	void manyUnknownFieldsAreNotRead() {
		ObjectNode fields = JsonNodeFactory.instance.objectNode();
		for (int i = 0; i < BODY / "'unknown123456':[1],".length(); i++) {
			fields.set("unknown" + i, JsonNodeFactory.instance.arrayNode().add(1));
		}
		ObjectNode body = fields.deepCopy();
		body.set("overview", fields);
		body.putArray("data").add(fields);
		assertBounded(body);
		body.set("goalMenu", fields);
		body.putArray("dropped").add(fields);
		assertBounded(body);
	}

	@ParameterizedTest
	@CsvSource({ "[, ]", "'{''a'':', }" })
	void deepNestingIsNotFollowed(String open, String close) {
		String deep = open.repeat(490) + "1" + close.repeat(490);
		for (String field : List.of("name", "dropped", "goalMenu", "deviceMetrics", "total")) {
			assertBounded(
					"{'overview': {'total': " + deep + "}, 'data': [" + deep + "], '" + field + "': " + deep + "}");
		}
	}

	private static void assertBounded(String json) {
		assertBounded(Samples.json(json));
	}

	private static void assertBounded(JsonNode tree) {
		READS.forEach((name, read) -> {
			try {
				read.apply(tree);
			}
			catch (IllegalArgumentException ex) {
				// Its data is no array: the message is all that is left.
				assertThat(ex).hasMessageMatching(Samples.REFUSAL);
				return;
			}
			long before = THREADS.getCurrentThreadAllocatedBytes();
			List<UnreadableValue> unreadable = read.apply(tree);
			long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
			assertThat(allocated).as(name).isLessThan(MAX_ALLOCATED);
			assertThat(unreadable).hasSizeLessThanOrEqualTo(ReadProblems.MAX_LISTED)
				.allSatisfy((value) -> assertThat(value.toString()).hasSizeLessThan(500));
		});
	}

}
