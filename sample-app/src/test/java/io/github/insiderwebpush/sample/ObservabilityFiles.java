package io.github.insiderwebpush.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of the documentation for Grafana and Prometheus.
 */
final class ObservabilityFiles {

	static final Path DOCS = Path.of(System.getProperty("basedir", "."), "..", "docs");

	private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\bby \\([^)]*\\)");

	private static final Pattern NAME = Pattern.compile("\\b(?:webpush|resilience4j)_[a-z0-9_]+");

	private static final Pattern OUR_LABEL = Pattern.compile("\\bwebpush_[a-z]+|\\bname(?==|\\))");

	private ObservabilityFiles() {
	}

	/**
	 * Every query of the dashboard and of the alert rules.
	 */
	static List<String> queries() throws IOException {
		List<String> queries = new ArrayList<>();
		JsonNode dashboard = new JsonMapper()
			.readTree(Files.readString(DOCS.resolve("observability/grafana-dashboard.json")));
		for (JsonNode panel : dashboard.path("panels")) {
			panel.path("targets").forEach((target) -> queries.add(target.path("expr").asString()));
		}
		Map<String, List<Map<String, List<Map<String, Object>>>>> rules = new Yaml()
			.load(Files.readString(DOCS.resolve("observability/alerts.yaml")));
		rules.get("groups")
			.forEach((group) -> group.get("rules").forEach((rule) -> queries.add(String.valueOf(rule.get("expr")))));
		return queries;
	}

	static Set<String> metricsIn(String query) {
		Set<String> names = new TreeSet<>();
		Matcher name = NAME.matcher(LABELS.matcher(query).replaceAll(""));
		while (name.find()) {
			names.add(name.group());
		}
		return names;
	}

	static Set<String> labelsIn(String query) {
		Set<String> names = new TreeSet<>();
		Matcher labels = LABELS.matcher(query);
		while (labels.find()) {
			Matcher name = OUR_LABEL.matcher(labels.group().replaceAll("\"[^\"]*\"", ""));
			while (name.find()) {
				names.add(name.group());
			}
		}
		return names;
	}

}
