package io.github.insiderwebpush.statistics;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A report takes memory by what was requested, not by what the response holds. The bodies
 * have 4 MiB, the most that the client reads; it also stops at 100,000 JSON tokens, which
 * many of them exceed. Counted are the bytes that reading the tree allocates, so that the
 * result depends on neither the heap nor the collector.
 */
class StatisticsMemoryTests {

	private static final int BODY = 4 * 1024 * 1024;

	/** With 1,000 elements in each of four lists. */
	private static final long MAX_ALLOCATED = 8L * 1024 * 1024;

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
	@ValueSource(strings = { "1", "{}", "[]", "null", "\"\"", "1.5e99", "\"-\"", "{\"sent\":\"x\"}", "[[[[[[[[]]]]]]]]",
			"{\"tags\":[1,{}]}", "{\"label\":\"x\",\"count\":[]}" })
	void longArraysTakeNoMoreThanWhatIsReadOfThem(String element) {
		String array = "[" + (element + ",").repeat(BODY / (element.length() + 1)) + element + "]";
		assertBounded("{'overview': {}, 'data': " + array + "}");
		for (String field : List.of("performance", "dropped", "undelivered", "deviceMetrics", "clickMetrics",
				"goalMenu", "tags", "name", "total", "overview")) {
			assertBounded("{'overview': {}, 'data': [], '" + field + "': " + array + "}");
		}
		assertBounded("{'overview': {}, 'unsuccessfulMessages': {'dropped': " + array + "}, 'data': [{'tags': " + array
				+ "}]}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{'overview': {}, 'data': [], 'name': '%s', 'alias': '%s'}",
			"{'overview': {'revenue': '%s'}, 'data': [{'sent': '%s', 'ctr': '%s', 'sendDate': '%s', 'tags': ['%s']}]}",
			"{'overview': {'total': '%s'}, 'data': [{'campName': '%s'}], 'isRecurring': '%s', 'startDate': '%s'}",
			"{'overview': {}, 'data': [], 'goalMenu': {'%s': '%s'}, 'dropped': [{'label': '%s'}]}" },
			quoteCharacter = '`')
	void longTextsAreNotCopied(String template) {
		int texts = template.split("%s", -1).length - 1;
		for (String piece : List.of("a", "1", "1,", "\u00e9", "T", "🚀")) {
			String text = piece.repeat(BODY / texts / piece.length() / 2);
			assertBounded(template.replace("%s", text));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "'overview': ", "'goalMenu': ", "'data': " })
	void manyUnknownFieldsAreNotRead(String place) {
		StringBuilder fields = new StringBuilder("{");
		for (int i = 0; fields.length() < BODY; i++) {
			fields.append("'unknown").append(i).append("': [1],");
		}
		fields.append("'last': 1}");
		assertBounded(place.isEmpty() ? fields.replace(0, 1, "{'overview': {}, 'data': [],").toString()
				: "{'overview': {}, 'data': [], " + place + fields + "}");
	}

	@ParameterizedTest
	@CsvSource({ "[, ]", "'{''a'':', }" })
	void deepNestingIsNotFollowed(String open, String close) {
		String deep = open.repeat(490) + "1" + close.repeat(490);
		for (String field : List.of("name", "dropped", "goalMenu", "deviceMetrics", "page")) {
			assertBounded(
					"{'overview': {'total': " + deep + "}, 'data': [" + deep + "], '" + field + "': " + deep + "}");
		}
	}

	private static void assertBounded(String json) {
		JsonNode tree = JsonMapper.shared().readTree(json.replace('\'', '"'));
		READS.forEach((name, read) -> {
			try {
				read.apply(tree);
			}
			catch (UnreadableStatisticsException ex) {
				// Its data is no array: the message is all that is left.
				assertThat(ex.getMessage()).hasSizeLessThan(300);
				return;
			}
			long before = THREADS.getCurrentThreadAllocatedBytes();
			List<UnreadableValue> unreadable = read.apply(tree);
			long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
			assertThat(allocated).as("%s of %.60s", name, json).isLessThan(MAX_ALLOCATED);
			assertThat(unreadable).hasSizeLessThanOrEqualTo(ReadProblems.MAX_LISTED + 1)
				.allSatisfy((value) -> assertThat(value.toString()).hasSizeLessThan(500));
		});
	}

}
