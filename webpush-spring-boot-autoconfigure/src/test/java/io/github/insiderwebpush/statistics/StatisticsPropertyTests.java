package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Reading random JSON ends in a report or in the one documented exception. Each round has
 * its own seed, which a failure names.
 */
class StatisticsPropertyTests {

	private static final int ROUNDS = 5_000;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final String[] PIECES = { "0", "1", "9", "12", "345", "000", ",", ".", "-", "+", "%", " ", "e", "E",
			"E+99", "e-99", "e999999999", "USD", "TRY", "N/A", "NaN", "Infinity", "true", "T", "Z", ":", "2023-06-08",
			"21:15:10", "+03:00", "\u0661", "\uff15", "\u00a0", "\u202f", "\u20ba", "\uD83D", "\uD83D\uDE80", "\u0000",
			"\n", "\"", "\\", "{}", "[]", "99999999999999999999", ",111,222,333" };

	private final StatisticsReader reader = new StatisticsReader();

	@Test
	void anyTextIsReadOrAbsentAndNothingIsThrown() {
		List<ValueReader<?>> readers = List.of(ValueReader.TEXT, ValueReader.COUNT, ValueReader.RATE, ValueReader.MONEY,
				ValueReader.FLAG, ValueReader.LOCAL_DATE_TIME, ValueReader.INSTANT, ValueReader.BUILDER_ID);
		forEachSeed((random) -> {
			JsonNode node = NODES.stringNode(text(random));
			for (ValueReader<?> reader : readers) {
				assertThatCode(() -> reader.parser().apply(node)).as("%s of %s", reader.rule(), node)
					.doesNotThrowAnyException();
			}
		});
	}

	@Test
	void countThatIsReadHasTheDigitsOfItsText() {
		forEachSeed((random) -> {
			String text = text(random);
			Long count = ValueReader.COUNT.parser().apply(NODES.stringNode(text));
			if (count != null) {
				String digits = text.strip().replace(",", "").replaceFirst("^-?0*(?=[0-9])", "");
				assertThat(digits).as("'%s'", text).isEqualTo(count.toString());
			}
		});
	}

	@Test
	void numberThatIsReadHasABoundedSize() {
		forEachSeed((random) -> {
			JsonNode node = NODES.stringNode(text(random));
			Rate rate = ValueReader.RATE.parser().apply(node);
			Money money = ValueReader.MONEY.parser().apply(node);
			assertBounded((rate != null) ? rate.fraction() : null);
			assertBounded((money != null) ? money.amount() : null);
		});
	}

	@ParameterizedTest
	@CsvSource({ "top-metrics.json, overview", "overall-metrics.json, data", "overall-metrics-as-seen.json, data",
			"campaign-metrics.json, overview" })
	void anySampleWithAnyNodesReplacedIsReadOrRefused(String name, String essential) {
		JsonNode sample = Samples.sample(name);
		forEachSeed((random) -> {
			ObjectNode answer = (ObjectNode) sample.deepCopy();
			for (int i = random.nextInt(4); i >= 0; i--) {
				replaceSomething(answer, random);
			}
			assertReadOrRefused(answer, essential);
		});
	}

	@Test
	void anyJsonIsReadOrRefused() {
		forEachSeed((random) -> {
			assertReadOrRefused(json(random, 3), null);
		});
	}

	@Test
	void numbersThatWouldBeEndlessToWriteOutAreRefusedAtOnce() {
		ObjectNode answer = (ObjectNode) Samples.sample("overall-metrics.json");
		ObjectNode row = (ObjectNode) answer.at("/data/0");
		BigDecimal endless = new BigDecimal("1e999999999");
		for (String field : List.of("id", "builderId", "campName", "daysActive", "sent", "ctr", "revenue")) {
			row.put(field, endless);
		}
		CampaignMetricsRow read = this.reader.overallMetrics(answer, 1, 10).rows().get(0);
		assertThat(read.name()).isEqualTo("1E+999999999");
		assertThat(read.unreadable()).extracting(UnreadableValue::value).hasSize(6).containsOnly("1E+999999999");
	}

	@Test
	void textOfAMillionCharactersIsRefusedAtOnce() {
		for (String piece : List.of("1", ",111", "1,", "-", " ", "1e1")) {
			JsonNode node = NODES.stringNode("1" + piece.repeat(1_000_000) + "x");
			assertThat(ValueReader.COUNT.parser().apply(node)).isNull();
			assertThat(ValueReader.RATE.parser().apply(node)).isNull();
			assertThat(ValueReader.MONEY.parser().apply(node)).isNull();
			assertThat(ValueReader.LOCAL_DATE_TIME.parser().apply(node)).isNull();
		}
	}

	/**
	 * A single odd node costs the report only if it is the one that makes it the report.
	 */
	private void assertReadOrRefused(JsonNode answer, @Nullable String essential) {
		List<Function<JsonNode, Object>> reads = List.of(this.reader::topMetrics, this.reader::campaignMetrics,
				(node) -> this.reader.overallMetrics(node, 1, 20));
		for (Function<JsonNode, Object> read : reads) {
			try {
				assertThat(read.apply(answer)).isNotNull();
			}
			catch (IllegalArgumentException ex) {
				assertThat(ex).as("%s", answer).hasMessageMatching(Samples.REFUSAL);
			}
		}
		if (essential != null && answer.path(essential).isArray()) {
			assertThatCode(() -> reads.get(essential.equals("data") ? 2 : 0).apply(answer)).as("%s", answer)
				.doesNotThrowAnyException();
		}
	}

	private static void assertBounded(@Nullable BigDecimal number) {
		if (number != null) {
			assertThat(number.precision()).isLessThanOrEqualTo(2 * Decimals.MAX_DIGITS);
			assertThat(number.scale()).isBetween(0, Decimals.MAX_DIGITS);
		}
	}

	private static void forEachSeed(Consumer<Random> round) {
		for (long seed = 0; seed < ROUNDS; seed++) {
			try {
				round.accept(new Random(seed));
			}
			catch (Throwable ex) {
				throw new AssertionError("Failed with the seed " + seed, ex);
			}
		}
	}

	private static String text(Random random) {
		return (random.nextInt(3) == 0) ? almostNumber(random) : anyText(random);
	}

	private static String almostNumber(Random random) {
		String[] ends = { "", "", "%", " TRY", "USD", "e5", "E-12", "e+99" };
		return digits(random) + (random.nextBoolean() ? "." + digits(random) : "") + ends[random.nextInt(ends.length)];
	}

	private static String digits(Random random) {
		StringBuilder digits = new StringBuilder();
		for (int i = random.nextInt(35); i >= 0; i--) {
			digits.append(random.nextInt(10));
		}
		return digits.toString();
	}

	private static String anyText(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(8); i >= 0; i--) {
			if (random.nextInt(5) == 0) {
				text.append((char) random.nextInt(Character.MAX_VALUE + 1));
			}
			else {
				text.append(PIECES[random.nextInt(PIECES.length)].repeat(1 + random.nextInt(3)));
			}
		}
		return (random.nextInt(100) == 0) ? text.toString().repeat(200) : text.toString();
	}

	private static JsonNode json(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 12 : 9)) {
			case 0 -> NODES.nullNode();
			case 1 -> NODES.booleanNode(random.nextBoolean());
			case 2 -> NODES.numberNode(random.nextLong());
			case 3 -> NODES.numberNode(Double.longBitsToDouble(random.nextLong()));
			case 4 -> NODES.numberNode(new BigDecimal(BigInteger.valueOf(random.nextInt()), random.nextInt()));
			case 5 -> NODES.numberNode(new BigInteger(random.nextInt(300), random));
			case 6, 7, 8 -> NODES.stringNode(text(random));
			case 9 -> array(random, depth);
			default -> object(random, depth);
		};
	}

	private static ArrayNode array(Random random, int depth) {
		ArrayNode array = NODES.arrayNode();
		for (int i = random.nextInt(4); i > 0; i--) {
			array.add(json(random, depth - 1));
		}
		return array;
	}

	private static ObjectNode object(Random random, int depth) {
		ObjectNode object = NODES.objectNode();
		String[] names = { "overview", "data", "total", "targeted", "sent", "ctr", "label", "goalMenu", "tags",
				text(random) };
		for (int i = random.nextInt(6); i > 0; i--) {
			object.set(names[random.nextInt(names.length)], json(random, depth - 1));
		}
		return object;
	}

	private static void replaceSomething(JsonNode root, Random random) {
		List<JsonNode> containers = new ArrayList<>();
		collectContainers(root, containers);
		JsonNode container = containers.get(random.nextInt(containers.size()));
		if (container instanceof ObjectNode object && !object.isEmpty()) {
			List<String> names = new ArrayList<>(object.propertyNames());
			object.set(names.get(random.nextInt(names.size())), json(random, 2));
		}
		else if (container instanceof ArrayNode array && !array.isEmpty()) {
			array.set(random.nextInt(array.size()), json(random, 2));
		}
	}

	private static void collectContainers(JsonNode node, List<JsonNode> containers) {
		if (node.isContainer()) {
			containers.add(node);
			node.values().forEach((child) -> collectContainers(child, containers));
		}
	}

}
