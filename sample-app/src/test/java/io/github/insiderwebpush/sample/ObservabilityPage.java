package io.github.insiderwebpush.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.insiderwebpush.client.WebPushObservationDocumentation;
import io.github.insiderwebpush.client.WebPushObservationDocumentation.Keys;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

import org.springframework.beans.BeanUtils;

/**
 * The tables of docs/observability.md that are written from the code.
 */
final class ObservabilityPage {

	private static final Set<KeyName> KNOWN_AT_THE_END = Set.of(Keys.ERROR, Keys.OUTCOME, Keys.RESULT);

	private static final String BEGIN = "<!-- metrics: begin -->\n";

	private static final String END = "<!-- metrics: end -->\n";

	private static final Pattern METER_ROW = Pattern
		.compile("(?m)^\\| `[a-z0-9._]+` \\| (?:timer|long task timer|counter|gauge) \\| (.*?) \\| (.*?) \\|");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private ObservabilityPage() {
	}

	static String text() throws IOException {
		return Files.readString(ObservabilityFiles.DOCS.resolve("observability.md"));
	}

	static String tablesOnThePage() throws IOException {
		String text = text();
		return text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END));
	}

	/**
	 * The metrics that the page promises, by their names in Prometheus, with their
	 * labels.
	 */
	static Map<String, Set<String>> metrics() throws IOException {
		Map<String, Set<String>> metrics = new TreeMap<>();
		METER_ROW.matcher(tablesOnThePage())
			.results()
			.forEach((row) -> codes(row.group(1))
				.forEach((metric) -> metrics.put(metric, codes(row.group(2)).map((tag) -> tag.replace('.', '_'))
					.collect(Collectors.toCollection(TreeSet::new)))));
		return metrics;
	}

	private static Stream<String> codes(String cell) {
		return CODE.matcher(cell).results().map((code) -> code.group(1));
	}

	/**
	 * The tables as the code has them.
	 * @param registry where one account is registered
	 */
	static String tables(MeterRegistry registry) throws IOException {
		String source = Files.readString(ObservabilityFiles.DOCS.resolve("../webpush-spring-boot-autoconfigure/src/main"
				+ "/java/io/github/insiderwebpush/client/WebPushObservationDocumentation.java"));
		StringBuilder meters = new StringBuilder("""
				| meter | type | in Prometheus | tags | what it tells |
				|---|---|---|---|---|
				""");
		StringBuilder tags = new StringBuilder("""
				| of | tag | values |
				|---|---|---|
				""");
		for (WebPushObservationDocumentation observation : WebPushObservationDocumentation.values()) {
			String name = name(observation);
			String keys = keys(observation.getLowCardinalityKeyNames());
			meters.append(row(name, "timer", List.of("seconds_count", "seconds_sum", "seconds_max"), keys,
					javadoc(source, observation)));
			meters.append(row(name + ".active", "long task timer", List.of("seconds_max"), keysAtTheStart(observation),
					"Those that are under way: how long the oldest has been."));
			for (Observation.Event event : observation.getEvents()) {
				meters.append(row(name + "." + event.getName(), "counter", List.of("total"),
						keysAtTheStart(observation), javadoc(source, (Enum<?>) event)));
			}
			Arrays.stream(observation.getLowCardinalityKeyNames())
				.forEach((key) -> tags.append(tagRow(name, key, source)));
			for (KeyName key : observation.getHighCardinalityKeyNames()) {
				tags.append(tagRow(name + ", in traces only", key, source));
			}
		}
		registered(registry).values().forEach(meters::append);
		return meters.append('\n').append(tags).toString();
	}

	private static Map<String, String> registered(MeterRegistry registry) {
		Map<String, String> rows = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			Meter.Id id = meter.getId();
			String keys = id.getTags().stream().map(Tag::getKey).map(ObservabilityPage::code).collect(joined());
			if (meter instanceof FunctionCounter && id.getName().startsWith("webpush.")) {
				rows.put(id.getName(),
						row(id.getName(), "counter",
								List.of((id.getBaseUnit() != null) ? id.getBaseUnit() + "_total" : "total"), keys,
								id.getDescription() + "."));
			}
			else if (meter instanceof Gauge && id.getName().matches("(resilience4j|webpush)\\..*")) {
				rows.put(id.getName(), row(id.getName(), "gauge", List.of(), keys, id.getDescription() + "."));
			}
		}
		return rows;
	}

	private static String row(String name, String type, List<String> suffixes, String tags, String text) {
		String prometheus = name.replace('.', '_');
		List<String> names = new ArrayList<>();
		suffixes.forEach((suffix) -> names.add(code(prometheus + "_" + suffix)));
		return "| " + code(name) + " | " + type + " | "
				+ (names.isEmpty() ? code(prometheus) : String.join(", ", names)) + " | " + tags + " | " + text
				+ " |\n";
	}

	private static String tagRow(String of, KeyName key, String source) {
		return "| " + of + " | " + code(key.asString()) + " | " + javadoc(source, (Enum<?>) key) + " |\n";
	}

	/**
	 * How an operation or a wait ends is not known before it does.
	 */
	private static String keysAtTheStart(WebPushObservationDocumentation observation) {
		return Arrays.stream(observation.getLowCardinalityKeyNames())
			.filter((key) -> !KNOWN_AT_THE_END.contains(key))
			.map((key) -> code(key.asString()))
			.collect(joined());
	}

	private static String keys(KeyName[] names) {
		return Arrays.stream(names).map((key) -> code(key.asString())).collect(joined());
	}

	private static String name(WebPushObservationDocumentation observation) {
		if (observation.getName() != null) {
			return observation.getName();
		}
		return ((ObservationConvention<?>) BeanUtils.instantiateClass(observation.getDefaultConvention())).getName();
	}

	private static String javadoc(String source, Enum<?> constant) {
		Matcher comment = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*" + constant.name() + "[ (]", Pattern.DOTALL)
			.matcher(source);
		int start = source.indexOf("enum " + constant.getDeclaringClass().getSimpleName());
		if (!comment.find(start)) {
			throw new IllegalStateException("No Javadoc of " + constant);
		}
		return comment.group(1).replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip();
	}

	private static String code(String text) {
		return "`" + text + "`";
	}

	private static Collector<CharSequence, ?, String> joined() {
		return Collectors.joining(", ");
	}

}
