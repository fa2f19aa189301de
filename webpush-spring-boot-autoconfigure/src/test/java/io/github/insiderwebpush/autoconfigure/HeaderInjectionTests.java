package io.github.insiderwebpush.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.client.AnyCall;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Nothing that a token or a partner ID contains becomes a header, a second request or
 * another address.
 */
class HeaderInjectionTests {

	private static final String SUCCESS = "{\"success\": true, \"campaign_id\": 7, \"data\": [], \"overview\": {}}";

	/** The middle of every token here: it is looked for in what is said of it. */
	private static final String SECRET = "n3ver-Shown";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	static List<String> tokensThatCannotBeInAHeader() {
		return List.of(SECRET + "\r\nX-Evil: yes", "a\n" + SECRET, "a\r" + SECRET, "a\u0000" + SECRET, "a\t" + SECRET,
				"a " + SECRET, "a\u007f" + SECRET, "a\u0085" + SECRET, "a\u00a0" + SECRET, "a\u00e9" + SECRET,
				"a\u2028" + SECRET, "a\u010a" + SECRET, "a\ud83d\ude00" + SECRET, "\ufeff" + SECRET);
	}

	static List<String> partnerIdsThatTryToBeMore() {
		return List.of("100\"}, {\"partner_id\": \"200", "100\r\nX-Evil: yes", "100\n\nGET / HTTP/1.1", "100\\",
				"../../v2/single/1?a=b#c", "{id}", "100\u0000\u2028\u00e9\ud83d\ude00", "12345", "true");
	}

	@ParameterizedTest
	@MethodSource("tokensThatCannotBeInAHeader")
	void tokenThatCannotBeInAHeaderFailsStartupWithoutPrintingIt(String token) {
		assertRefused(configured(Map.of("webpush.token", token)), "'webpush.token'");
	}

	@ParameterizedTest
	@MethodSource("tokensThatCannotBeInAHeader")
	void tokenOfAnAccountThatCannotBeInAHeaderFailsStartupWithoutPrintingIt(String token) {
		assertRefused(
				configured(Map.of("webpush.accounts.shop.token", token, "webpush.accounts.shop.partner-id", "200")),
				"'webpush.accounts.shop.token'");
	}

	@Test
	void whiteSpaceAroundTheTokenOfAPropertyIsNotSent() {
		this.vendor.answers(201, SUCCESS);
		configured(Map.of("webpush.token", " \t" + ApiServer.TOKEN + "\r\n"))
			.run((context) -> AnyCall.of(WebPushOperation.CREATE).on(context.getBean(WebPushTemplate.class)));
		assertThat(this.vendor.requests()).singleElement()
			.satisfies((request) -> assertThat(request.getHeaders().getHeader("Authorization").values())
				.containsExactly("Bearer " + ApiServer.TOKEN));
	}

	@ParameterizedTest
	@EnumSource
	void tokenThatABeanTurnsBadAtRunTimeIsRefusedBeforeAnythingIsSent(WebPushOperation operation) {
		this.vendor.answers(200, SUCCESS);
		Details details = new Details(this.vendor.url());
		this.vendor.application()
			.withBean(WebPushConnectionDetails.class, () -> details)
			.withPropertyValues("webpush.retry.max-retries=0", "webpush.rate-limit.burst=30")
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				AnyCall.of(operation).on(webPush);
				for (String token : tokensThatCannotBeInAHeader()) {
					details.token = token;
					assertUnsent(webPush, operation);
				}
				for (String token : new String[] { "", "  ", " " + SECRET, SECRET + " ", null }) {
					details.token = token;
					assertUnsent(webPush, operation);
				}
				details.token = "the-next-token";
				AnyCall.of(operation).on(webPush);
			});
		assertThat(this.vendor.requests()).extracting((request) -> request.getHeader("Authorization"))
			.containsExactly("Bearer " + ApiServer.TOKEN, "Bearer the-next-token");
	}

	@ParameterizedTest
	@MethodSource("partnerIdsThatTryToBeMore")
	void partnerIdIsOneJsonStringInTheBodyAndNowhereElse(String partnerId) {
		this.vendor.answers(200, SUCCESS);
		this.vendor.application()
			.run((context) -> AnyCall.of(WebPushOperation.CREATE).on(context.getBean(WebPushTemplate.class)));
		Set<String> headersOfAnyRequest = this.vendor.requests().get(0).getAllHeaderKeys();
		this.vendor.forgetsRequests();
		Details details = new Details(this.vendor.url());
		details.partnerId = partnerId;
		this.vendor.application().withBean(WebPushConnectionDetails.class, () -> details).run((context) -> {
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			for (WebPushOperation operation : WebPushOperation.values()) {
				AnyCall.of(operation).on(webPush);
			}
		});
		assertThat(this.vendor.requests()).hasSameSizeAs(WebPushOperation.values()).allSatisfy((request) -> {
			JsonNode sent = new JsonMapper().readTree(request.getBody()).path("partner_id");
			assertThat(sent.isString()).isTrue();
			assertThat(sent.stringValue()).isEqualTo(partnerId);
			assertThat(request.getUrl()).matches("/v[12]/(single(/7)?|statistics/[a-z-]+)");
			assertThat(request.getHeaders().keys())
				.containsExactlyInAnyOrder(headersOfAnyRequest.toArray(new String[0]));
			assertThat(request.getHeaders().all()).allSatisfy((header) -> assertThat(header.values())
				.noneMatch((value) -> value.contains(partnerId) || value.contains("Evil")));
		});
	}

	/**
	 * Through a property source, which takes any character.
	 */
	private ApplicationContextRunner configured(Map<String, Object> properties) {
		return this.vendor.application()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("hostile", properties)))
			.withPropertyValues("webpush.retry.max-retries=0");
	}

	private void assertRefused(ApplicationContextRunner application, String property) {
		application
			.withInitializer(
					(context) -> ((GenericApplicationContext) context)
						.registerBean("injecting", Object.class,
								() -> context.getBean(WebPushAccounts.class)
									.get(property.contains("shop") ? "shop" : WebPushAccounts.DEFAULT)))
			.run((context) -> {
				Throwable failure = context.getStartupFailure();
				assertThat(failure).isNotNull();
				FailureAnalysis analysis = new InvalidWebPushConfigurationFailureAnalyzer(new MockEnvironment())
					.analyze(failure);
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).contains(property).contains("visible ASCII");
				assertThat(analysis.getDescription() + analysis.getAction() + trace(failure)).doesNotContain(SECRET)
					.doesNotContain("Evil");
			});
		assertThat(this.vendor.requests()).isEmpty();
	}

	private static void assertUnsent(WebPushTemplate webPush, WebPushOperation operation) {
		WebPushException failure = catchThrowableOfType(WebPushException.class,
				() -> AnyCall.of(operation).on(webPush));
		assertThat(failure.error()).isEqualTo(WebPushError.UNAUTHORIZED);
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure).hasMessageContaining("Nothing was sent");
		assertThat(trace(failure)).doesNotContain(SECRET).doesNotContain("Evil");
	}

	private static String trace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	private static final class Details implements WebPushConnectionDetails {

		private final String url;

		private volatile String token = ApiServer.TOKEN;

		private volatile String partnerId = "10012345";

		Details(String url) {
			this.url = url;
		}

		@Override
		public URI baseUrl() {
			return URI.create(this.url);
		}

		@Override
		public String token() {
			return this.token;
		}

		@Override
		public String partnerId() {
			return this.partnerId;
		}

	}

}
