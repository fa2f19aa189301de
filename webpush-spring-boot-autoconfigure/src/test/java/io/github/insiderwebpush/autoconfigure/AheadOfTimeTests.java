package io.github.insiderwebpush.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.javapoet.ClassName;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that Spring processed ahead of time: built without any token, run with
 * two.
 */
class AheadOfTimeTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void tokensAreReadWhenTheApplicationRunsAndAccountsAreToldApart(@TempDir Path folder) throws Exception {
		this.vendor.answers(201, "{\"success\": true, \"campaign_id\": 25696}");
		String initializer = build(folder, Map.of("webpush.accounts.shop.partner-id", "200"));
		List<String> accounts = run(folder, initializer,
				Map.of("webpush.token", ApiServer.TOKEN, "webpush.partner-id", "10012345",
						"webpush.accounts.shop.token", "token-of-the-shop", "webpush.accounts.shop.partner-id", "200",
						"webpush.base-url", this.vendor.url()));
		assertThat(this.vendor.requests()).extracting((request) -> request.getHeader("Authorization"))
			.containsExactly("Bearer " + ApiServer.TOKEN, "Bearer token-of-the-shop");
		assertThat(this.vendor.requests())
			.extracting((request) -> new JsonMapper().readTree(request.getBody()).path("partner_id").stringValue())
			.containsExactly("10012345", "200");
		assertThat(accounts).containsExactly("default", "shop");
	}

	/**
	 * All that a native image must know of us: requests are written from maps and answers
	 * read as trees, so no payload has to be registered.
	 */
	@Test
	void nativeImageCanSetEveryPropertyAndCustomizeTheClient(@TempDir Path folder) {
		DefaultGenerationContext generation = generation(folder);
		new ApplicationContextAotGenerator().processAheadOfTime(context(Map.of()), generation);
		List<Constructor<?>> constructors = Stream
			.concat(Stream.of(WebPushProperties.class), Arrays.stream(WebPushProperties.class.getDeclaredClasses()))
			.filter(Class::isRecord)
			.<Constructor<?>>flatMap((type) -> Arrays.stream(type.getDeclaredConstructors()))
			.toList();
		assertThat(constructors).hasSizeGreaterThan(9)
			.allMatch((constructor) -> RuntimeHintsPredicates.reflection()
				.onConstructorInvocation(constructor)
				.test(generation.getRuntimeHints()));
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(RestClient.Builder.class))
			.accepts(generation.getRuntimeHints());
	}

	private static String build(Path folder, Map<String, Object> properties) throws IOException {
		DefaultGenerationContext generation = generation(folder);
		ClassName name = new ApplicationContextAotGenerator().processAheadOfTime(context(properties), generation);
		generation.writeGeneratedContent();
		compile(folder);
		return name.reflectionName();
	}

	private static AnnotationConfigApplicationContext context(Map<String, Object> properties) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.setEnvironment(environment(properties));
		context.register(Application.class);
		return context;
	}

	private static DefaultGenerationContext generation(Path folder) {
		return new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(Application.class)),
				new FileSystemGeneratedFiles(folder));
	}

	private static void compile(Path folder) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<Path> sources;
		try (Stream<Path> files = Files.walk(folder)) {
			sources = files.filter((file) -> file.toString().endsWith(".java")).toList();
		}
		StringWriter output = new StringWriter();
		try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
			boolean compiled = compiler
				.getTask(output, manager, null,
						List.of("-d", folder.toString(), "-proc:none", "-nowarn", "-classpath",
								System.getProperty("java.class.path")),
						null, manager.getJavaFileObjectsFromPaths(sources))
				.call();
			assertThat(compiled).as(output.toString()).isTrue();
		}
	}

	/**
	 * In a class loader of its own, where what was generated is in the same packages as
	 * what it was generated for.
	 */
	@SuppressWarnings("unchecked")
	private static List<String> run(Path folder, String initializer, Map<String, Object> properties) throws Exception {
		List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			urls.add(url(entry));
		}
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]),
				ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(loader);
			return (List<String>) loader.loadClass(Run.class.getName())
				.getMethod("accounts", String.class, Map.class)
				.invoke(null, initializer, properties);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URL url(String entry) throws MalformedURLException {
		return new File(entry).toURI().toURL();
	}

	private static ConfigurableEnvironment environment(Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		return environment;
	}

	/**
	 * What happens inside the other class loader.
	 */
	public static final class Run {

		private Run() {
		}

		@SuppressWarnings("unchecked")
		public static List<String> accounts(String initializer, Map<String, Object> properties) throws Exception {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				context.setEnvironment(environment(properties));
				((ApplicationContextInitializer<GenericApplicationContext>) Class.forName(initializer)
					.getDeclaredConstructor()
					.newInstance()).initialize(context);
				context.refresh();
				Injected injected = context.getBean(Injected.class);
				injected.unqualified().createCampaign(CreateCampaign.titled("a").language("en_GB").build());
				injected.shop().createCampaign(CreateCampaign.titled("b").language("en_GB").build());
				TreeSet<String> accounts = new TreeSet<>();
				context.getBean(MeterRegistry.class)
					.find("webpush.operation")
					.timers()
					.forEach((timer) -> accounts.add(String.valueOf(timer.getId().getTag("webpush.account"))));
				return List.copyOf(accounts);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
			RestClientAutoConfiguration.class, WebPushAutoConfiguration.class })
	static class Application {

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Injected injected(WebPushTemplate unqualified, @Qualifier("shop") WebPushTemplate shop) {
			return new Injected(unqualified, shop);
		}

	}

	record Injected(WebPushTemplate unqualified, WebPushTemplate shop) {
	}

}
