package io.github.insiderwebpush.test.client;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.SandboxRequest;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application works without each dependency that is optional, and without all of them:
 * their files are really absent from its class path.
 */
@ExtendWith(OutputCaptureExtension.class)
class OptionalDependenciesTests {

	private static final String METRICS = "micrometer-core|micrometer-jakarta9|micrometer-registry-.*|spring-boot-micrometer-metrics";

	private static final String OBSERVATION = "spring-boot-micrometer-observation";

	private static final String ACTUATOR = "spring-boot-actuator.*|spring-boot-starter-actuator";

	private static final String HEALTH = "spring-boot-health";

	private static final String REDIS = "spring-boot-data-redis|spring-data-redis|lettuce-core";

	private static final String TESTING = "junit-.*|assertj-.*|spring-test|spring-boot-test.*|mockito-.*|selenium-.*|wiremock-.*|webpush-spring-boot-test.*";

	@Test
	void withAllOfThem(CapturedOutput output) throws Exception {
		assertThatApplicationRunsWithout("$none", null, output);
	}

	@Test
	void withoutMetrics(CapturedOutput output) throws Exception {
		assertThatApplicationRunsWithout(METRICS, "io.micrometer.core.instrument.MeterRegistry", output);
	}

	@Test
	void withoutObservations(CapturedOutput output) throws Exception {
		assertThatApplicationRunsWithout("spring-boot-micrometer-metrics|" + OBSERVATION,
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration", output);
	}

	@Test
	void withoutActuator(CapturedOutput output) throws Exception {
		assertThatApplicationRunsWithout(ACTUATOR, "org.springframework.boot.actuate.endpoint.SanitizingFunction",
				output);
	}

	@Test
	void withoutHealth(CapturedOutput output) throws Exception {
		assertThatApplicationRunsWithout(HEALTH, "org.springframework.boot.health.contributor.HealthIndicator", output);
	}

	@Test
	void withoutRedis(CapturedOutput output) throws Exception {
		assertThatApplicationRunsWithout(REDIS, "org.springframework.data.redis.core.StringRedisTemplate", output);
	}

	@Test
	void withoutAnyOfThem(CapturedOutput output) throws Exception {
		assertThatApplicationRunsWithout(String.join("|", METRICS, OBSERVATION, ACTUATOR, HEALTH, REDIS),
				"io.micrometer.core.instrument.MeterRegistry", output);
	}

	private static void assertThatApplicationRunsWithout(String libraries, @Nullable String absent,
			CapturedOutput output) throws Exception {
		Pattern left = Pattern.compile("(" + libraries + "|" + TESTING + ")-\\d.*\\.jar");
		Thread thread = Thread.currentThread();
		ClassLoader own = thread.getContextClassLoader();
		try (WebPushSandbox sandbox = WebPushSandbox.start();
				URLClassLoader reduced = new URLClassLoader(classPathWithout(left),
						ClassLoader.getPlatformClassLoader())) {
			if (absent != null) {
				assertThat(reduced.getResource(absent.replace('.', '/') + ".class")).as(absent).isNull();
				assertThat(own.getResource(absent.replace('.', '/') + ".class")).as(absent + " without leaving it out")
					.isNotNull();
			}
			thread.setContextClassLoader(reduced);
			assertThat(run(reduced, propertiesOf(sandbox))).isEqualTo("Summer sale");
			assertThat(sandbox.requests()).extracting(SandboxRequest::operation)
				.containsExactly(WebPushOperation.CREATE, WebPushOperation.LAUNCH, WebPushOperation.TOP_METRICS,
						WebPushOperation.DELETE);
			assertThat(output).contains("Started").doesNotContain(" WARN ", " ERROR ");
		}
		finally {
			thread.setContextClassLoader(own);
		}
	}

	private static Map<String, Object> propertiesOf(WebPushSandbox sandbox) {
		return Map.of("webpush.token", sandbox.connectionDetails().token(), "webpush.partner-id",
				sandbox.connectionDetails().partnerId(), "webpush.base-url", sandbox.baseUrl().toString(),
				"org.springframework.boot.logging.LoggingSystem", "none");
	}

	private static Object run(ClassLoader loader, Map<String, Object> properties) throws Exception {
		return ((Callable<?>) loader.loadClass(MinimalApplication.class.getName())
			.getConstructor(Map.class)
			.newInstance(properties)).call();
	}

	private static URL[] classPathWithout(Pattern left) {
		String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(path.split(File.pathSeparator))
			.map(File::new)
			.filter((entry) -> !left.matcher(entry.getName()).matches())
			.map(OptionalDependenciesTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(File entry) {
		try {
			return entry.toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
