package io.github.insiderwebpush.client;

import io.github.insiderwebpush.WebPushOperation;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The names that dashboards and alerts use: changing one breaks them.
 */
class WebPushObservationDocumentationTests {

	@Test
	void namesOfAnOperation() {
		WebPushObservationDocumentation operation = WebPushObservationDocumentation.OPERATION;
		assertThat(operation.getLowCardinalityKeyNames()).extracting(KeyName::asString)
			.containsExactly("webpush.operation", "webpush.account", "webpush.error", "webpush.outcome");
		assertThat(operation.getHighCardinalityKeyNames()).extracting(KeyName::asString)
			.containsExactly("webpush.subject");
		assertThat(operation.getEvents()).extracting(Observation.Event::getName)
			.containsExactly("attempt", "throttled");
		assertThat(operation.getDefaultConvention()).isEqualTo(DefaultWebPushObservationConvention.class);
	}

	@Test
	void namesOfAWait() {
		WebPushObservationDocumentation wait = WebPushObservationDocumentation.WAIT;
		assertThat(wait.getName()).isEqualTo("webpush.wait");
		assertThat(wait.getContextualName()).isEqualTo("webpush wait");
		assertThat(wait.getLowCardinalityKeyNames()).extracting(KeyName::asString)
			.containsExactly("webpush.budget", "webpush.account", "webpush.result");
	}

	@Test
	void conventionIsForOperationsOnly() {
		DefaultWebPushObservationConvention convention = new DefaultWebPushObservationConvention();
		WebPushObservationContext context = new WebPushObservationContext(WebPushOperation.TOP_METRICS, "shop", null);
		assertThat(convention.supportsContext(context)).isTrue();
		assertThat(convention.supportsContext(new Observation.Context())).isFalse();
		assertThat(convention.getName()).isEqualTo("webpush.operation");
		assertThat(convention.getContextualName(context)).isEqualTo("webpush TOP_METRICS");
		assertThat(convention.getHighCardinalityKeyValues(context)).isEmpty();
		assertThat(convention.getLowCardinalityKeyValues(context)).hasSize(2);
		assertThat(context.isEnded()).isFalse();
		context.ended(null);
		assertThat(convention.getLowCardinalityKeyValues(context)).extracting((tag) -> tag.getValue())
			.containsExactlyInAnyOrder("TOP_METRICS", "shop", "NONE", "NOT_APPLIED");
		assertThat(context.account()).isEqualTo("shop");
		assertThat(context.failure()).isNull();
	}

}
