package io.github.insiderwebpush.sample;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages name only what exists: files, headings, properties, metrics, classes and
 * constants.
 */
class PagesTests {

	private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..").normalize();

	private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

	private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

	private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

	private static final Pattern NAME = Pattern.compile(
			"(?<![\\w.:/-])(webpush|management|spring|server)\\.([a-z0-9<][a-z0-9.<>-]*[a-z0-9>])(\\.\\*|\\.…)?(?![\\w(/])");

	private static final Pattern PROMETHEUS = Pattern.compile("\\bwebpush_[a-z_]+");

	private static final Pattern CLASS = Pattern
		.compile("(?<![\\w.$*-])@?([A-Z][a-z0-9]+(?:[A-Z0-9][a-z0-9]*)+)\\b(?![-…])");

	private static final Pattern METER_SUFFIX = Pattern
		.compile("(_seconds)?(_(count|sum|max|bucket|gcount|gsum|total))?");

	private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z]+(?:_[A-Z]+)+\\b");

	private static final Pattern LITERAL = Pattern.compile("\"(webpush\\.[a-z0-9.-]*[a-z0-9])\"");

	private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|enum|interface) (\\w+)");

	/** Classes and names of libraries and tools that are not on the class path here. */
	private static final Set<String> OF_OTHERS = Set.of("AuthorizedClientServiceOAuth2AuthorizedClientManager",
			"RedisConnectionFactory", "RefreshScope", "RestClientTest", "WebClient", "WebMvcTest", "HTTPS_PROXY",
			"NO_PROXY", "MAVEN_GPG_KEY", "MAVEN_GPG_PASSPHRASE", "spring.context.exit");

	private static String sources;

	private static Set<String> names;

	private static Set<String> properties;

	private static Set<String> classes;

	@BeforeAll
	static void readWhatExists() throws IOException {
		sources = read((file) -> file.toString().endsWith(".java") || file.toString().endsWith(".yaml"));
		properties = metadata();
		names = new HashSet<>(properties);
		LITERAL.matcher(read((file) -> file.toString().contains("/src/main/") && file.toString().endsWith(".java")))
			.results()
			.forEach((name) -> names.add(name.group(1)));
		// An event is a counter of its own.
		names.addAll(Set.of("webpush.operation.attempt", "webpush.operation.throttled", "webpush.operation.active",
				"webpush.wait.active"));
		classes = new HashSet<>(DECLARED.matcher(sources).results().map((type) -> type.group(1)).toList());
		classes.add(PagesTests.class.getSimpleName());
		classes.addAll(classesOfLibraries());
	}

	static List<Path> pages() throws IOException {
		try (Stream<Path> files = Files.walk(ROOT.resolve("docs")); Stream<Path> top = Files.list(ROOT)) {
			return Stream.concat(top, files).filter((file) -> file.toString().endsWith(".md")).sorted().toList();
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadToFilesAndHeadings(Path page) throws IOException {
		assertThat(brokenLinks(page, Files.readString(page))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesAndMetricsExist(Path page) throws IOException {
		assertThat(unknownNames(Files.readString(page))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void classesAndConstantsExist(Path page) throws IOException {
		assertThat(unknownTypes(Files.readString(page))).isEmpty();
	}

	@Test
	void whatDoesNotExistIsFound() {
		Path page = ROOT.resolve("docs/any.md");
		assertThat(brokenLinks(page, "[a](missing.md) [b](errors.md#missing) [c](errors.md#unknown-outcomes) [d](#e)"))
			.containsExactly("missing.md", "errors.md#missing", "#e");
		assertThat(unknownNames("`webpush.tokn` `webpush.retry.*` `webpush.retri.*` `webpush.operation` "
				+ "`webpush.accounts.shop.token` `webpush.accounts.shop.base-url` `spring.lifecycle.timeout` "
				+ "`webpush_wait_seconds_count` `webpush_waits_seconds_count`"))
			.containsExactly("spring.lifecycle.timeout", "webpush.accounts.shop.base-url", "webpush.retri",
					"webpush.tokn", "webpush_waits_seconds_count");
		assertThat(unknownTypes("`WebPushTemplate` `WebPushTemplat.background()` `Outcome.NOT_APPLIED` `NOT_APLIED`"))
			.containsExactly("NOT_APLIED", "WebPushTemplat");
	}

	private static List<String> brokenLinks(Path page, String markdown) {
		return LINK.matcher(withoutCode(markdown)).results().filter((link) -> {
			Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
			return !Files.exists(target) || (link.group(2) != null
					&& !anchors(link.group(1).isEmpty() ? markdown : text(target)).contains(link.group(2)));
		}).map((link) -> link.group().replaceAll("^\\]\\(|\\)$", "")).toList();
	}

	/**
	 * The anchors that GitHub makes of headings.
	 */
	private static Set<String> anchors(String markdown) {
		return HEADING.matcher(FENCED.matcher(markdown).replaceAll(""))
			.results()
			.map((heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
				.replaceAll("[^\\p{L}\\p{N}_ -]", "")
				.replace(' ', '-'))
			.collect(Collectors.toSet());
	}

	private static String withoutCode(String markdown) {
		return CODE.matcher(FENCED.matcher(markdown).replaceAll("")).replaceAll("");
	}

	private static Set<String> unknownNames(String markdown) {
		Set<String> unknown = new TreeSet<>();
		inlineCode(markdown).forEach((code) -> {
			Matcher name = NAME.matcher(code);
			while (name.find()) {
				String full = name.group(1) + "." + name.group(2);
				if (!isKnown(full, name.group(3) != null)) {
					unknown.add(full);
				}
			}
			PROMETHEUS.matcher(code)
				.results()
				.map((metric) -> metric.group())
				.filter((metric) -> names.stream().noneMatch((known) -> isMeter(metric, known.replace('.', '_'))))
				.forEach(unknown::add);
		});
		unknown.removeAll(OF_OTHERS);
		return unknown;
	}

	private static boolean isMeter(String metric, String name) {
		return metric.startsWith(name) && METER_SUFFIX.matcher(metric.substring(name.length())).matches();
	}

	private static boolean isKnown(String name, boolean group) {
		Predicate<String> matches = group ? (known) -> known.startsWith(name + ".") : name::equals;
		String budgets = name.replace("<budget>", "create");
		Matcher account = Pattern.compile("webpush\\.accounts\\.(?:<name>|[a-z0-9]+)(?:\\.(.+))?").matcher(budgets);
		if (account.matches()) {
			String property = account.group(1);
			return property == null
					|| Set.of("token", "partner-id", "default-language", "rate-limit").contains(property)
					|| (property.startsWith("rate-limit.") && isKnown("webpush." + property, group));
		}
		return names.contains(budgets) || names.stream().anyMatch(matches)
				|| names.stream().anyMatch((known) -> known.startsWith(name + ".") && name.startsWith("webpush."))
				|| name.startsWith("spring.data.redis");
	}

	private static Set<String> unknownTypes(String markdown) {
		Set<String> unknown = new TreeSet<>();
		inlineCode(markdown).forEach((code) -> {
			CLASS.matcher(code)
				.results()
				.map((type) -> type.group(1))
				.filter((type) -> !classes.contains(type))
				.forEach(unknown::add);
			CONSTANT.matcher(code)
				.results()
				.map((constant) -> constant.group())
				.filter((constant) -> !isVariable(constant)
						&& !Pattern.compile("\\b" + constant + "\\b").matcher(sources).find())
				.forEach(unknown::add);
		});
		unknown.removeAll(OF_OTHERS);
		return unknown;
	}

	/**
	 * Return whether a name is the environment variable of a property.
	 */
	private static boolean isVariable(String name) {
		return properties.stream()
			.anyMatch((property) -> property.replace("-", "").replace('.', '_').equalsIgnoreCase(name));
	}

	private static Stream<String> inlineCode(String markdown) {
		return CODE.matcher(FENCED.matcher(markdown).replaceAll("")).results().map((code) -> code.group(1));
	}

	private static String read(Predicate<Path> selected) throws IOException {
		try (Stream<Path> files = Files.walk(ROOT)) {
			return files.filter((file) -> !file.toString().contains("/target/"))
				.filter((file) -> !file.endsWith("PagesTests.java"))
				.filter(selected)
				.map(PagesTests::text)
				.collect(Collectors.joining("\n"));
		}
	}

	private static String text(Path file) {
		try {
			return Files.isRegularFile(file) ? Files.readString(file) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The properties of everything on the class path.
	 */
	private static Set<String> metadata() throws IOException {
		Set<String> found = new HashSet<>();
		for (URL file : Collections
			.list(PagesTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream in = file.openStream()) {
				for (JsonNode property : new JsonMapper().readTree(in).path("properties")) {
					found.add(property.path("name").asString());
				}
			}
		}
		return found;
	}

	/**
	 * The simple names of the classes of all libraries and of the JDK.
	 */
	private static Set<String> classesOfLibraries() throws IOException {
		Set<String> found = new HashSet<>();
		for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
			.split(File.pathSeparator)) {
			if (entry.endsWith(".jar")) {
				try (ZipFile jar = new ZipFile(entry)) {
					jar.stream().map((file) -> file.getName()).forEach((name) -> addClass(name, found));
				}
			}
		}
		try (Stream<Path> files = Files.walk(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules"))) {
			files.map(Path::toString).forEach((name) -> addClass(name, found));
		}
		return found;
	}

	private static void addClass(String file, Set<String> found) {
		if (file.endsWith(".class")) {
			String name = file.substring(file.lastIndexOf('/') + 1, file.length() - ".class".length());
			found.add(name.substring(name.lastIndexOf('$') + 1));
		}
	}

}
