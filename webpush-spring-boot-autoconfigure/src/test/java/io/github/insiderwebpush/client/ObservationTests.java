package io.github.insiderwebpush.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.observation.ClientRequestObservationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class ObservationTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void operationIsTimedWithItsErrorAndOutcome() {
		this.vendor.answersInTurn(created(), aResponse().withStatus(400).withBody("{\"error\": \"title exists\"}"),
				aResponse().withStatus(200).withBody("{\"success\": true}"));
		run((webPush, meters) -> {
			webPush.createCampaign(campaign("a"));
			catchThrowable(() -> webPush.createCampaign(campaign("b")));
			catchThrowable(() -> webPush.deleteCampaign(CampaignId.of(1)));
			assertThat(meters.get("webpush.operation")
				.tags("webpush.operation", "CREATE", "webpush.account", "default", "webpush.error", "NONE",
						"webpush.outcome", "APPLIED", "error", "none")
				.timer()
				.count()).isEqualTo(1);
			assertThat(meters.get("webpush.operation")
				.tags("webpush.operation", "CREATE", "webpush.error", "DUPLICATE_TITLE", "webpush.outcome",
						"NOT_APPLIED", "error", "DuplicateTitleException")
				.timer()
				.count()).isEqualTo(1);
			assertThat(meters.get("webpush.operation").tags("webpush.operation", "DELETE").timer().count())
				.isEqualTo(1);
			assertThat(meters.get("webpush.wait")
				.tags("webpush.budget", "CREATE", "webpush.account", "default", "webpush.result", "granted")
				.timer()
				.count()).isEqualTo(2);
		});
	}

	@Test
	void attemptsAndThrottlesAreCountedByKind() {
		this.vendor.answersInTurn(aResponse().withStatus(429).withHeader("Retry-After", "0"),
				aResponse().withStatus(403)
					.withHeader("Retry-After", "0")
					.withBody("{\"error\": {\"message\": \"Too many attempts\"}}"),
				created());
		run((webPush, meters) -> {
			webPush.createCampaign(campaign("a"));
			assertThat(meters.get("webpush.operation.attempt").counter().count()).isEqualTo(3);
			assertThat(meters.get("webpush.operation.throttled").counter().count()).isEqualTo(2);
			assertThat(throttled(meters, "429")).isEqualTo(1);
			assertThat(throttled(meters, "403")).isEqualTo(1);
			assertThat(throttled(meters, "limiter")).isZero();
		});
	}

	@Test
	void whatIsCountedBeforeTheEndSaysNothingOfErrorAndOutcome() {
		this.vendor.answersInTurn(aResponse().withStatus(429).withHeader("Retry-After", "0"),
				aResponse().withStatus(401));
		run((webPush, meters) -> {
			catchThrowable(() -> webPush.createCampaign(campaign("a")));
			assertThat(List.of("attempt", "throttled"))
				.allSatisfy((event) -> assertThat(meters.get("webpush.operation." + event).counter().getId().getTags())
					.extracting(Tag::getKey)
					.containsOnlyOnce("webpush.operation", "webpush.account")
					.doesNotContain("webpush.error", "webpush.outcome"));
			assertThat(meters.get("webpush.operation")
				.tags("webpush.error", "UNAUTHORIZED", "webpush.outcome", "NOT_APPLIED")
				.timer()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void resilience4jsGaugesShowEveryBudget() {
		this.vendor.answers(created());
		run((webPush, meters) -> {
			webPush.createCampaign(campaign("a"));
			assertThat(meters.get("resilience4j.ratelimiter.available.permissions")
				.tag("name", "webpush-default-create")
				.gauge()
				.value()).isEqualTo(59_999);
			assertThat(meters.find("resilience4j.ratelimiter.waiting_threads").gauges())
				.extracting((gauge) -> gauge.getId().getTag("name"))
				.containsExactlyInAnyOrder("webpush-default-create", "webpush-default-launch", "webpush-default-delete",
						"webpush-default-statistics");
		});
	}

	@Test
	@org.junit.jupiter.api.Tag("many")
	void thousandTitlesAndIdsAddNoSeries() {
		this.vendor.answers(200, "{\"success\": true, \"campaign_id\": 5}");
		run((webPush, meters) -> {
			webPush.createCampaign(campaign("first"));
			catchThrowable(() -> webPush.deleteCampaign(CampaignId.of(1)));
			Set<String> before = series(meters);
			for (int i = 0; i < 500; i++) {
				webPush.createCampaign(campaign("Campaign " + i));
				CampaignId id = CampaignId.of(1000 + i);
				catchThrowable(() -> webPush.deleteCampaign(id));
			}
			assertThat(series(meters)).isEqualTo(before);
		});
	}

	@Test
	void httpExchangesAreInsideTheOperationAndWaitsBetweenThem() {
		this.vendor.answersInTurn(aResponse().withStatus(503), created());
		Recorder recorder = new Recorder();
		application().withBean(Recorder.class, () -> recorder)
			.run((context) -> context.getBean(WebPushTemplate.class).createCampaign(campaign("traced")));
		assertThat(recorder.lines).containsExactly("webpush.operation starts", "webpush.wait in webpush.operation",
				"webpush.wait stops", "http in webpush.operation", "http stops", "webpush.wait in webpush.operation",
				"webpush.wait stops", "http in webpush.operation", "http stops", "webpush.operation stops");
	}

	@Test
	void conventionIsReplacedByABean() {
		this.vendor.answers(created());
		WebPushObservationConvention own = new DefaultWebPushObservationConvention() {

			@Override
			public String getName() {
				return "team.push";
			}

		};
		application().withBean(WebPushObservationConvention.class, () -> own).run((context) -> {
			context.getBean(WebPushTemplate.class).createCampaign(campaign("a"));
			assertThat(context.getBean(MeterRegistry.class).find("team.push").timer()).isNotNull();
			assertThat(context.getBean(MeterRegistry.class).find("webpush.operation").timer()).isNull();
		});
	}

	@Test
	void waitThatIsRefusedOrGivenUpIsTimedAsSuch() {
		this.vendor.answers(created());
		application()
			.withPropertyValues("webpush.rate-limit.create.limit-for-period=1",
					"webpush.rate-limit.create.timeout-duration=1s")
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				webPush.createCampaign(campaign("a"));
				catchThrowable(() -> webPush.createCampaign(campaign("b")));
				webPush.background().createCampaignAsync(campaign("c")).cancel(true);
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				for (String result : List.of("granted", "rejected", "cancelled")) {
					assertThat(meters.get("webpush.wait").tags("webpush.result", result).timer().count()).as(result)
						.isEqualTo(1);
				}
			});
	}

	@Test
	void whatIsDocumentedIsWhatIsWritten() {
		this.vendor.answers(created());
		List<Observation.Context> stopped = new ArrayList<>();
		application().withBean("stopped", ObservationHandler.class, () -> new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				stopped.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		}).run((context) -> context.getBean(WebPushTemplate.class).createCampaign(campaign("Summer sale")));
		Observation.Context operation = named(stopped, "webpush.operation");
		assertThat(operation.getContextualName()).isEqualTo("webpush CREATE");
		assertThat(operation.getLowCardinalityKeyValues()).extracting(KeyValue::getKey)
			.containsExactlyInAnyOrder(keys(WebPushObservationDocumentation.OPERATION.getLowCardinalityKeyNames()));
		assertThat(operation.getHighCardinalityKeyValues()).extracting(KeyValue::getKey)
			.containsExactlyInAnyOrder(keys(WebPushObservationDocumentation.OPERATION.getHighCardinalityKeyNames()));
		assertThat(operation.getHighCardinalityKeyValue("webpush.subject").getValue()).isEqualTo("Summer sale");
		assertThat(((WebPushObservationContext) operation).subject()).isEqualTo("Summer sale");
		assertThat(WebPushObservationDocumentation.OPERATION.getEvents()).extracting(Observation.Event::getName)
			.containsExactly("attempt", "throttled");
		Observation.Context wait = named(stopped, "webpush.wait");
		assertThat(wait.getContextualName()).isEqualTo("webpush wait");
		assertThat(wait.getLowCardinalityKeyValues()).extracting(KeyValue::getKey)
			.containsExactlyInAnyOrder(keys(WebPushObservationDocumentation.WAIT.getLowCardinalityKeyNames()));
	}

	private static Observation.Context named(List<Observation.Context> contexts, String name) {
		return contexts.stream().filter((context) -> name.equals(context.getName())).findFirst().orElseThrow();
	}

	private static String[] keys(KeyName[] names) {
		return Stream.of(names).map(KeyName::asString).toArray(String[]::new);
	}

	private static Set<String> series(MeterRegistry meters) {
		Set<String> series = new TreeSet<>();
		for (Meter meter : meters.getMeters()) {
			List<String> tags = new ArrayList<>();
			for (Tag tag : meter.getId().getTags()) {
				tags.add(tag.getKey() + "=" + tag.getValue());
			}
			series.add(meter.getId().getName() + tags);
		}
		return series;
	}

	private static double throttled(MeterRegistry meters, String kind) {
		return meters.get("webpush.throttled")
			.tags("webpush.budget", "CREATE", "webpush.kind", kind)
			.functionCounter()
			.count();
	}

	private void run(java.util.function.BiConsumer<WebPushTemplate, MeterRegistry> test) {
		application().run(
				(context) -> test.accept(context.getBean(WebPushTemplate.class), context.getBean(MeterRegistry.class)));
	}

	private ApplicationContextRunner application() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
					RestClientAutoConfiguration.class, RestClientObservationAutoConfiguration.class,
					WebPushAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("webpush.token=" + ApiServer.TOKEN, "webpush.partner-id=10012345",
					"webpush.base-url=" + this.vendor.url(), "webpush.retry.delay=1ms",
					"webpush.rate-limit.create.limit-for-period=60000",
					"webpush.rate-limit.delete.limit-for-period=60000");
	}

	private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder created() {
		return aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": 25696}");
	}

	private static CreateCampaign campaign(String title) {
		return CreateCampaign.titled(title).language("en_GB").build();
	}

	/**
	 * Writes down what starts inside what, and what stops.
	 */
	private static final class Recorder implements ObservationHandler<Observation.Context> {

		private final List<String> lines = new ArrayList<>();

		@Override
		public void onStart(Observation.Context context) {
			this.lines.add(name(context) + ((context.getParentObservation() != null)
					? " in " + context.getParentObservation().getContextView().getName() : " starts"));
		}

		@Override
		public void onStop(Observation.Context context) {
			this.lines.add(name(context) + " stops");
		}

		private static String name(Observation.Context context) {
			return (context instanceof ClientRequestObservationContext) ? "http" : context.getName();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
