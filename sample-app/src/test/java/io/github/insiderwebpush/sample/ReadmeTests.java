package io.github.insiderwebpush.sample;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ReflectionUtils;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * README.md says nothing that is not so: its Java compiles, the life of a campaign runs,
 * its tables are complete.
 */
class ReadmeTests {

	private static final Path README = Path.of(System.getProperty("basedir", "."), "..", "README.md");

	private static final Pattern PROPERTY_ROW = Pattern.compile("(?m)^\\| `(webpush\\.[^`]+)` \\| `?([^|`]*)`? \\|");

	private static final Pattern ERROR_ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

	private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

	private static final Pattern JAVA = Pattern.compile("```+ *[jJ]ava");

	private static final Pattern VERSION = Pattern.compile("<version>[^<]+</version>");

	private static final Pattern OUR_DEPENDENCY = Pattern
		.compile("(?s)<dependency>\\s*<groupId>io\\.github\\.insiderwebpush<.*?</dependency>");

	@Test
	void javaCompiles(@TempDir Path folder) throws IOException {
		List<String> blocks = ReadmeCode.blocksOf(Files.readString(README));
		assertThat(blocks).hasSizeGreaterThan(10);
		assertThat(ReadmeCode.compile(blocks, folder)).isEmpty();
	}

	static List<Path> pages() throws IOException {
		try (Stream<Path> files = Files.walk(README.resolveSibling("docs"))) {
			return files.filter((file) -> file.toString().endsWith(".md")).sorted().toList();
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void javaOfThePagesCompiles(Path page, @TempDir Path folder) throws IOException {
		String text = Files.readString(page);
		List<String> blocks = ReadmeCode.blocksOf(text);
		assertThat(blocks).hasSameSizeAs(JAVA.matcher(text).results().toList());
		assertThat(ReadmeCode.compile(blocks, folder)).isEmpty();
	}

	@Test
	void dependenciesToPasteHaveTheVersionOfThisBuild() throws IOException {
		Matcher version = VERSION.matcher(Files.readString(README.resolveSibling("pom.xml")));
		assertThat(version.find()).isTrue();
		List<String> dependencies = new ArrayList<>();
		for (Path page : Stream.concat(Stream.of(README), pages().stream()).toList()) {
			OUR_DEPENDENCY.matcher(Files.readString(page))
				.results()
				.forEach((found) -> dependencies.add(found.group()));
		}
		assertThat(dependencies).hasSizeGreaterThan(2)
			.allSatisfy((dependency) -> assertThat(dependency).contains(version.group()));
	}

	@Test
	void javaThatDoesNotCompileIsFound(@TempDir Path folder) throws IOException {
		assertThat(ReadmeCode.compile(List.of("webPush.createCampaigns(draft);"), folder)).singleElement()
			.asString()
			.contains("createCampaigns");
	}

	@Test
	void wholeLifeOfACampaignRuns(@TempDir Path folder) throws IOException {
		List<String> blocks = ReadmeCode.blocksOf(Files.readString(README));
		assertThat(ReadmeCode.compile(blocks, folder)).isEmpty();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { folder.toUri().toURL() });
				WebPushSandbox sandbox = WebPushSandbox.builder()
					.startsAt(LocalDate.now().atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC))
					.start()) {
			new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
				.withBean(WebPushConnectionDetails.class, sandbox::connectionDetails)
				.run((context) -> {
					Object life = instance(loader.loadClass(ReadmeCode.PACKAGE + ".CampaignLife"),
							context.getBean(WebPushOperations.class));
					Object metrics = ReflectionUtils.invokeMethod(method(life.getClass(), "run"), life);
					assertThat(metrics).isInstanceOfSatisfying(CampaignMetrics.class,
							(figures) -> assertThat(figures.name()).isEqualTo("Summer sale"));
				});
			assertThat(sandbox).received(WebPushOperation.DELETE, 1).hasNoCampaign("Summer sale");
			assertThat(sandbox.launches()).hasSize(1);
		}
	}

	@Test
	void everyErrorIsInTheTable() throws IOException {
		assertThat(rows(ERROR_ROW).map((row) -> row.group(1)))
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(WebPushError.values()).map(Enum::name).toList());
	}

	@Test
	void everyPropertyIsInTheTableWithItsDefault() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		rows(PROPERTY_ROW).forEach((row) -> {
			for (String budget : row.group(1).contains("<budget>") ? List.of("create", "launch", "delete", "statistics")
					: List.of("")) {
				documented.put(row.group(1).replace("<budget>", budget), row.group(2));
			}
		});
		assertThat(documented).isEqualTo(propertiesOfTheMetadata());
	}

	@Test
	void everyLinkToAFileLeadsToOne() throws IOException {
		assertThat(rows(LINK).map((link) -> link.group(1))).isNotEmpty()
			.allSatisfy((file) -> assertThat(README.resolveSibling(file)).exists());
	}

	private static Stream<MatchResult> rows(Pattern row) throws IOException {
		return row.matcher(Files.readString(README)).results();
	}

	private static Map<String, String> propertiesOfTheMetadata() throws IOException {
		Map<String, String> properties = new TreeMap<>();
		List<URL> files = new ArrayList<>(Collections
			.list(ReadmeTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json")));
		for (URL file : files) {
			try (InputStream in = file.openStream()) {
				for (JsonNode property : new JsonMapper().readTree(in).path("properties")) {
					if (property.path("name").asString().startsWith("webpush.")) {
						properties.put(property.path("name").asString(), property.path("defaultValue").asString("–"));
					}
				}
			}
		}
		return properties;
	}

	private static Object instance(Class<?> type, WebPushOperations webPush) throws Exception {
		Constructor<?> constructor = type.getDeclaredConstructor(WebPushOperations.class);
		constructor.setAccessible(true);
		return constructor.newInstance(webPush);
	}

	private static Method method(Class<?> type, String name) throws Exception {
		Method method = type.getDeclaredMethod(name);
		method.setAccessible(true);
		return method;
	}

}
