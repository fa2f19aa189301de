package io.github.insiderwebpush.sample;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ReflectionUtils;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java of README.md and of the pages compiles, README's snippets run, and its tables
 * are complete.
 */
class ReadmeTests {

	private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..");

	private static final Path README = ROOT.resolve("README.md");

	private static final Path RECIPES = ROOT.resolve("docs/recipes.md");

	private static final Path RECIPE_TESTS = ROOT
		.resolve("webpush-spring-boot-test/src/test/java/io/github/insiderwebpush/test/recipes");

	private static final Pattern ERROR_ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

	private static final Pattern JAVA = Pattern.compile("```+ *[jJ]ava");

	private static final Pattern NOT_COMPILED = Pattern.compile("<!-- not compiled");

	private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

	private static final Pattern OUR_DEPENDENCY = Pattern
		.compile("(?s)<dependency>\\s*<groupId>io\\.github\\.insiderwebpush<.*?</dependency>|"
				+ "\"io\\.github\\.insiderwebpush:[^\"]+\"");

	@Test
	void javaCompiles(@TempDir Path folder) throws IOException {
		List<String> blocks = ReadmeCode.blocksOf(Files.readString(README));
		assertThat(blocks).hasSize(4);
		assertThat(ReadmeCode.compile(blocks, folder)).isEmpty();
	}

	@Test
	void firstCallComesEarlyAndTheCommandsAreFirstInTryIt() throws IOException {
		List<String> lines = Files.readAllLines(README);
		assertThat(lines).hasSizeLessThan(200);
		assertThat(lines.indexOf("```java")).isBetween(0, 69);
		assertThat(
				lines.subList(lines.indexOf("## Try it"), lines.size()).stream().filter((line) -> line.contains("mvn")))
			.startsWith("mvn -pl sample-app -am spring-boot:run", "mvn verify");
	}

	static List<Path> pages() throws IOException {
		try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
			return files.filter((file) -> file.toString().endsWith(".md")).sorted().toList();
		}
	}

	static List<Path> pagesWithJava() throws IOException {
		List<Path> pages = new ArrayList<>();
		for (Path page : pages()) {
			if (JAVA.matcher(Files.readString(page)).find()) {
				pages.add(page);
			}
		}
		return pages;
	}

	@ParameterizedTest
	@MethodSource("pagesWithJava")
	void javaOfThePagesCompiles(Path page, @TempDir Path folder) throws IOException {
		String text = Files.readString(page);
		List<String> blocks = ReadmeCode.blocksOf(text);
		assertThat(blocks).hasSize(count(JAVA, text) - count(NOT_COMPILED, text));
		if (!page.equals(RECIPES)) {
			assertThat(count(NOT_COMPILED, text)).isZero();
			assertThat(ReadmeCode.compile(blocks, folder)).isEmpty();
		}
	}

	/**
	 * The recipes are compiled and run as tests of another module, which has their
	 * libraries.
	 */
	@Test
	void javaOfTheRecipesIsThatOfTheirTests() throws IOException {
		List<String> sources;
		try (Stream<Path> files = Files.list(RECIPE_TESTS)) {
			sources = files.map(ReadmeTests::unindented).toList();
		}
		String page = Files.readString(RECIPES);
		assertThat(count(NOT_COMPILED, page)).isOne();
		assertThat(ReadmeCode.blocksOf(page)).hasSizeGreaterThan(7)
			.allSatisfy((block) -> assertThat(sources).anyMatch((source) -> source.contains(unindented(block))));
	}

	@Test
	void dependenciesToPasteHaveTheVersionOfThisBuild() throws IOException {
		Matcher version = VERSION.matcher(Files.readString(ROOT.resolve("pom.xml")));
		assertThat(version.find()).isTrue();
		List<String> dependencies = new ArrayList<>();
		for (Path page : Stream.concat(Stream.of(README), pages().stream()).toList()) {
			OUR_DEPENDENCY.matcher(Files.readString(page))
				.results()
				.forEach((found) -> dependencies.add(found.group()));
		}
		assertThat(dependencies).hasSizeGreaterThan(2)
			.allSatisfy((dependency) -> assertThat(dependency).contains(version.group(1)));
	}

	@Test
	void javaThatDoesNotCompileIsFound(@TempDir Path folder) throws IOException {
		assertThat(ReadmeCode.compile(List.of("webPush.createCampaigns(draft);"), folder)).singleElement()
			.asString()
			.contains("createCampaigns");
	}

	@Test
	void snippetsRunOneAfterAnother(@TempDir Path folder) throws IOException {
		assertThat(ReadmeCode.compile(ReadmeCode.blocksOf(Files.readString(README)), folder)).isEmpty();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { folder.toUri().toURL() });
				WebPushSandbox sandbox = WebPushSandbox.start()) {
			new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
				.withBean(WebPushConnectionDetails.class, sandbox::connectionDetails)
				.run((context) -> {
					WebPushOperations webPush = context.getBean(WebPushOperations.class);
					Object sale = instance(loader.loadClass(ReadmeCode.PACKAGE + ".SummerSale"), webPush);
					Object id = ReflectionUtils.invokeMethod(method(sale.getClass(), "createDraft"), sale);
					assertThat(sandbox).hasDraft("Summer sale").launchedNothing();
					run(loader.loadClass(ReadmeCode.PACKAGE + ".Block1"), webPush, (CampaignId) id);
				});
			assertThat(sandbox.launches()).hasSize(1);
		}
	}

	@Test
	void everyErrorIsInTheTable() throws IOException {
		String page = Files.readString(ROOT.resolve("docs/errors.md"));
		assertThat(ERROR_ROW.matcher(page.substring(page.indexOf("## Errors"), page.indexOf("## Unknown outcomes")))
			.results()
			.map((row) -> row.group(1)))
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(WebPushError.values()).map(Enum::name).toList());
	}

	private static int count(Pattern pattern, String text) {
		return (int) pattern.matcher(text).results().count();
	}

	private static String unindented(Path file) {
		try {
			return unindented(Files.readString(file));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String unindented(String java) {
		return java.lines().map(String::strip).collect(Collectors.joining("\n"));
	}

	private static void run(Class<?> block, WebPushOperations webPush, CampaignId id) throws Exception {
		Constructor<?> constructor = block.getDeclaredConstructor();
		constructor.setAccessible(true);
		Object instance = constructor.newInstance();
		Field field = block.getDeclaredField("id");
		field.setAccessible(true);
		field.set(instance, id);
		ReflectionUtils.invokeMethod(method(block, "run", WebPushOperations.class, CreateCampaign.class), instance,
				webPush, null);
	}

	private static Object instance(Class<?> type, WebPushOperations webPush) throws Exception {
		Constructor<?> constructor = type.getDeclaredConstructor(WebPushOperations.class);
		constructor.setAccessible(true);
		return constructor.newInstance(webPush);
	}

	private static Method method(Class<?> type, String name, Class<?>... parameters) throws Exception {
		Method method = type.getDeclaredMethod(name, parameters);
		method.setAccessible(true);
		return method;
	}

}
