package io.github.insiderwebpush.sample;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.sample.SandboxConfiguration.StandIn;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.github.insiderwebpush.sample.SampleClient.json;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Whom the sample talks to, by what it is started with.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartTests {

	private static final String TOKEN = "live-secret-7e1f";

	private static final String PARTNER_ID = "100977001";

	@Test
	void withTokenAndPartnerIdItTalksToTheConfiguredAccount() {
		try (WebPushSandbox vendor = WebPushSandbox.builder().token(TOKEN).partnerId(PARTNER_ID).start();
				ConfigurableApplicationContext context = start("webpush.token=" + TOKEN,
						"webpush.partner-id=" + PARTNER_ID, "webpush.base-url=" + vendor.baseUrl())) {
			SampleClient sample = client(context);
			assertThat(context.getBean(StandIn.class).sandbox()).isNull();
			assertThat(json(sample.get("/account")).path("live").booleanValue()).isTrue();
			assertThat(json(sample.get("/account")).path("sandboxPage").isNull()).isTrue();
			assertThat(sample.create("Live", "en_GB").statusCode()).isEqualTo(201);
			assertThat(vendor).hasDraft("Live");
		}
	}

	@Test
	void credentialsAreShownNowhere(CapturedOutput output) {
		try (WebPushSandbox vendor = WebPushSandbox.builder().token("another").partnerId(PARTNER_ID).start();
				ConfigurableApplicationContext context = start("webpush.token=" + TOKEN,
						"webpush.partner-id=" + PARTNER_ID, "webpush.base-url=" + vendor.baseUrl())) {
			SampleClient sample = client(context);
			HttpResponse<String> refused = sample.create("Live", "en_GB");
			assertThat(refused.statusCode()).isEqualTo(502);
			assertThat(refused.body()).doesNotContain(TOKEN, PARTNER_ID);
			for (String path : List.of("/", "/page.js", "/account", "/campaigns", "/actuator", "/actuator/health",
					"/missing")) {
				assertThat(sample.get(path).body()).doesNotContain(TOKEN, PARTNER_ID);
			}
		}
		assertThat(output.getAll()).contains("UNAUTHORIZED").doesNotContain(TOKEN);
	}

	@Test
	void tokenWithoutPartnerIdFailsAndNamesWhatIsMissing(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("webpush.token=" + TOKEN, "webpush.partner-id="));
		assertThat(output.getAll()).contains("'webpush.partner-id' (", "is not set or empty", "WEBPUSH_PARTNER_ID")
			.doesNotContain(TOKEN);
	}

	@Test
	void partnerIdWithoutTokenFailsAndNamesWhatIsMissing(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("webpush.token=", "webpush.partner-id=" + PARTNER_ID));
		assertThat(output.getAll()).contains("'webpush.token' (", "is not set or empty", "WEBPUSH_TOKEN");
	}

	@Test
	void itListensOnThisMachineOnly() {
		try (ConfigurableApplicationContext context = start("webpush.token=", "webpush.partner-id=")) {
			assertThat(context.getEnvironment().getProperty("server.address")).isEqualTo("127.0.0.1");
		}
	}

	@Test
	@Timeout(180)
	void sandboxNeedsNoTestLibrary() throws Exception {
		assertThat(SampleProcess.runtimeClassPath()).contains("webmvc")
			.doesNotContain("junit", "assertj", "spring-test");
		try (SampleProcess sample = new SampleProcess(Map.of())) {
			assertThat(json(sample.client().get("/account")).path("live").booleanValue()).isFalse();
			assertThat(sample.client().create("Without test libraries", "en_GB").statusCode()).isEqualTo(201);
		}
	}

	@Test
	@Timeout(180)
	void environmentVariablesNameTheAccount() throws Exception {
		try (WebPushSandbox vendor = WebPushSandbox.builder().token(TOKEN).partnerId(PARTNER_ID).start();
				SampleProcess sample = new SampleProcess(Map.of("WEBPUSH_TOKEN", TOKEN, "WEBPUSH_PARTNER_ID",
						PARTNER_ID, "WEBPUSH_BASE_URL", vendor.baseUrl().toString()))) {
			assertThat(json(sample.client().get("/account")).path("live").booleanValue()).isTrue();
			assertThat(sample.client().create("By environment", "en_GB").statusCode()).isEqualTo(201);
			assertThat(vendor).hasDraft("By environment");
		}
	}

	/**
	 * Start the sample in this process, as its main method does: named as the main class,
	 * so that what Spring generated ahead of time for it is found.
	 */
	static ConfigurableApplicationContext start(String... properties) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setMainApplicationClass(SampleApplication.class);
		return application.run(arguments(properties));
	}

	private static String[] arguments(String... properties) {
		String[] arguments = Arrays.copyOf(properties, properties.length + 1);
		arguments[properties.length] = "server.port=0";
		return Arrays.stream(arguments).map((property) -> "--" + property).toArray(String[]::new);
	}

	static SampleClient client(ConfigurableApplicationContext context) {
		return new SampleClient(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

}
