package io.github.insiderwebpush.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.insiderwebpush.LaunchSettings.TtlUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files by which Spring Boot and editors find us: complete, sorted, and true.
 */
class PublishedFilesTests {

	private static final String CLASSES = "target/classes/META-INF/";

	@Test
	void everyAutoConfigurationIsListedInOrder() throws IOException {
		List<String> listed = new String(read("spring/" + AutoConfiguration.class.getName() + ".imports"),
				StandardCharsets.UTF_8)
			.lines()
			.toList();
		assertThat(listed).isNotEmpty().isSorted().doesNotHaveDuplicates();
		assertThat(listed)
			.allSatisfy((name) -> assertThat(ClassUtils.forName(name, null)).hasAnnotation(AutoConfiguration.class));
	}

	@Test
	void everyAutoConfigurationThatIsNamedAsEarlierExists() {
		assertThat(WebPushAutoConfiguration.class.getAnnotation(AutoConfiguration.class).afterName()).isNotEmpty()
			.allSatisfy((name) -> assertThat(ClassUtils.forName(name, null)).hasAnnotation(AutoConfiguration.class));
	}

	@Test
	void everyFactoryExistsAndIsListedInOrder() throws Exception {
		Properties factories = new Properties();
		try (InputStream in = new FileSystemResource(CLASSES + "spring.factories").getInputStream()) {
			factories.load(in);
		}
		List<String> analyzers = List.of(factories.getProperty(FailureAnalyzer.class.getName()).split(","));
		assertThat(analyzers).isSorted();
		for (String name : analyzers) {
			assertThat(FailureAnalyzer.class).isAssignableFrom(ClassUtils.forName(name, null));
		}
		assertThat(factories).hasSize(1);
	}

	@Test
	void everyPropertyIsDescribedAndHasItsDefault() throws IOException {
		JsonNode metadata = new JsonMapper().readTree(read("spring-configuration-metadata.json"));
		List<String> described = new ArrayList<>();
		metadata.path("properties").forEach((property) -> {
			String name = property.path("name").stringValue();
			described.add(name);
			assertThat(property.path("description").asString("")).as(name).endsWith(".");
			if (!List
				.of("webpush.token", "webpush.partner-id", "webpush.default-language", "webpush.ssl.bundle",
						"webpush.accounts", "webpush.rate-limit.key", "management.endpoint.webpush.roles")
				.contains(name)) {
				assertThat(property.has("defaultValue")).as("default of " + name).isTrue();
			}
		});
		assertThat(described).contains("webpush.enabled", "webpush.token", "webpush.partner-id", "webpush.base-url",
				"webpush.default-language", "webpush.connect-timeout", "webpush.read-timeout", "webpush.call-timeout",
				"webpush.ssl.bundle", "webpush.rate-limit.burst", "webpush.rate-limit.store",
				"webpush.rate-limit.redis.timeout", "webpush.rate-limit.key",
				"webpush.rate-limit.create.limit-for-period", "webpush.rate-limit.create.limit-refresh-period",
				"webpush.rate-limit.create.timeout-duration", "webpush.rate-limit.launch.limit-for-period",
				"webpush.rate-limit.delete.limit-for-period", "webpush.rate-limit.statistics.limit-for-period",
				"webpush.launch.enabled", "webpush.launch.ttl-unit", "webpush.launch.unengaged-field",
				"webpush.accounts", "webpush.test-connection", "management.health.webpush.enabled",
				"management.endpoint.webpush.access", "management.endpoint.webpush.cache.time-to-live",
				"management.endpoint.webpush.show-values", "management.endpoint.webpush.roles",
				"webpush.retry.max-retries", "webpush.retry.delay", "webpush.retry.multiplier",
				"webpush.retry.max-delay", "webpush.retry.jitter");
	}

	@Test
	void propertiesWithFixedValuesHaveHintsThatTheyAccept() throws IOException {
		JsonNode metadata = new JsonMapper().readTree(read("spring-configuration-metadata.json"));
		Map<String, List<String>> hints = new TreeMap<>();
		metadata.path("hints").forEach((hint) -> {
			List<String> values = new ArrayList<>();
			hint.path("values").forEach((value) -> values.add(value.path("value").stringValue()));
			hints.put(hint.path("name").stringValue(), values);
		});
		assertThat(hints).containsOnlyKeys("webpush.default-language", "webpush.launch.ttl-unit",
				"webpush.rate-limit.store");
		assertThat(hints.get("webpush.launch.ttl-unit")).hasSameSizeAs(TtlUnit.values());
		assertThat(hints.get("webpush.rate-limit.store")).hasSameSizeAs(WebPushProperties.Store.values());
		hints.forEach((name, values) -> values.forEach((value) -> {
			MockEnvironment environment = new MockEnvironment().withProperty("webpush.token", "a-token")
				.withProperty("webpush.partner-id", "1")
				.withProperty(name, value);
			WebPushProperties properties = Binder.get(environment).bindOrCreate("webpush", WebPushProperties.class);
			new PropertiesValidator(properties, environment).validate(WebPushConnectionDetails.of(properties, null));
		}));
	}

	@Test
	void everyPublicTypeSaysSinceWhenItIsThere() throws IOException {
		Pattern publicType = Pattern.compile("(?m)^public .*(class|interface|record|enum) ");
		List<Path> sources = new ArrayList<>();
		for (String module : List.of("webpush-spring-boot-autoconfigure", "webpush-spring-boot-test")) {
			try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
				files.filter((file) -> file.toString().endsWith(".java")).forEach(sources::add);
			}
		}
		List<Path> silent = new ArrayList<>();
		for (Path source : sources) {
			String text = Files.readString(source);
			Matcher type = publicType.matcher(text);
			if (type.find() && !text.substring(0, type.start()).contains("@since ")) {
				silent.add(source);
			}
		}
		assertThat(sources).hasSizeGreaterThan(100);
		assertThat(silent).isEmpty();
	}

	@Test
	void everyTestThatTheSecurityPageNamesExists() throws IOException {
		List<String> tests = Pattern.compile("`(\\w+Tests)`")
			.matcher(Files.readString(Path.of("..", "SECURITY.md")))
			.results()
			.map((name) -> name.group(1) + ".java")
			.toList();
		List<String> files = new ArrayList<>();
		for (String module : List.of("webpush-spring-boot-autoconfigure", "webpush-spring-boot-test")) {
			try (Stream<Path> sources = Files.walk(Path.of("..", module, "src/test/java"))) {
				sources.forEach((source) -> files.add(source.getFileName().toString()));
			}
		}
		assertThat(tests).hasSizeGreaterThan(10);
		assertThat(files).containsAll(tests);
	}

	private static byte[] read(String file) throws IOException {
		assertThat(new ClassPathResource("META-INF/" + file).exists()).isTrue();
		return new FileSystemResource(CLASSES + file).getContentAsByteArray();
	}

}
