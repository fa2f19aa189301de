package io.github.insiderwebpush.console;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.insiderwebpush.console.campaign.CampaignState;
import io.github.insiderwebpush.console.campaign.DraftForm;
import io.github.insiderwebpush.console.campaign.LaunchState;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The written description of the interface says what the code does.
 */
class OpenApiTests {

	private static final String CONTROLLER = "io.github.insiderwebpush.console.campaign.CampaignApiController";

	private final Map<String, Object> document = read();

	@Test
	void everyPathAndMethodIsDescribedAndNoOther() throws Exception {
		Set<String> described = new TreeSet<>();
		at("paths").forEach((path, methods) -> map(methods).keySet()
			.forEach((method) -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
		Set<String> served = Arrays.stream(ClassUtils.forName(CONTROLLER, null).getDeclaredMethods())
			.map((method) -> AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class))
			.filter(java.util.Objects::nonNull)
			.map((mapping) -> mapping.method()[0] + " " + mapping.path()[0])
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(described).isEqualTo(served);
	}

	@Test
	void fieldsAreThoseOfTheCode() throws Exception {
		assertThat(properties("NewCampaign")).isEqualTo(components(DraftForm.class));
		assertThat(properties("Campaign"))
			.isEqualTo(components(ClassUtils.forName(CONTROLLER + "$CampaignView", null)));
	}

	@Test
	void statesAreThoseOfTheCode() {
		assertThat(values("state")).isEqualTo(Arrays.stream(CampaignState.values()).map(Enum::name).toList());
		assertThat(values("launch")).isEqualTo(Arrays.stream(LaunchState.values()).map(Enum::name).toList());
	}

	private List<?> values(String property) {
		return (List<?>) map(at("components", "schemas", "Campaign", "properties", property)).get("enum");
	}

	private Set<String> properties(String schema) {
		return at("components", "schemas", schema, "properties").keySet();
	}

	private static Set<String> components(Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).collect(Collectors.toSet());
	}

	private Map<String, Object> at(String... path) {
		Map<String, Object> current = this.document;
		for (String step : path) {
			current = map(current.get(step));
		}
		return current;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	private static Map<String, Object> read() {
		try (InputStream in = OpenApiTests.class.getResourceAsStream("/static/openapi.yaml")) {
			return new Yaml().load(in);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
