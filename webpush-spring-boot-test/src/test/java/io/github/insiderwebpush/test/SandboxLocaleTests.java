package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.insiderwebpush.WebPushOperation.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses in JVMs whose default locale has its own digits or calendar.
 */
@ResourceLock(Resources.LOCALE)
class SandboxLocaleTests {

	private final Locale locale = Locale.getDefault();

	@AfterEach
	void restore() {
		Locale.setDefault(this.locale);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext", "th-TH-u-ca-buddhist-nu-thai", "tr-TR",
			"hi-IN-u-nu-deva" })
	void responsesHaveAsciiDigits(String tag) {
		Locale.setDefault(Locale.forLanguageTag(tag));
		try (WebPushSandbox sandbox = WebPushSandbox.start()) {
			ApiClient client = new ApiClient(sandbox);
			sandbox.connectionDetailsFor("turkey");
			long id = client.created("Summer sale", true);
			client.launch(id, "target", "absent");
			sandbox.onNext(CREATE).respondHtml(520);
			sandbox.onNext(CREATE).throttle(Duration.ofSeconds(17));
			for (ApiClient.Response response : new ApiClient.Response[] { client.create("a"), client.create("a"),
					client.create("Summer sale"), client.statistics("top-metrics"),
					client.statistics("overall-metrics", "page", 1, "per_page", 10),
					client.statistics("campaign-metrics", "campaign_id", "11111"),
					client.statistics("campaign-metrics"),
					client.exchange(client.request("GET", "/_sandbox/state", "").build()) }) {
				assertThat(response.body() + response.response().headers().map()).matches("\\p{ASCII}*");
			}
			assertThat(sandbox.connectionDetailsFor("turkey").partnerId()).matches("[0-9]{9}");
		}
	}

}
