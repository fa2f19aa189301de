package io.github.insiderwebpush.client;

import java.net.URI;

import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CreateCampaignWireTests {

	private static final String SAMPLE = """
			{"partner_id": "10012345", "title": "Title of campaign", "language": "en_GB", "is_all": false}
			""";

	private static final String CREATED = "{\"success\": true, \"campaign_id\": 25696}";

	private static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Title of campaign").language("en_GB").build();

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void sendsExactlyTheVendorsSample() {
		this.vendor.answers(201, CREATED);
		this.vendor.application().run((context) -> {
			CreatedCampaign created = context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN);
			assertThat(created).isEqualTo(new CreatedCampaign(CampaignId.of(25696), "Title of campaign", null));
		});
		assertVendorReceivedTheSample();
	}

	@Test
	void hostileApplicationChangesNothingOnTheWire() {
		this.vendor.answers(201, CREATED);
		this.vendor.application().withUserConfiguration(HostileApplication.class).run((context) -> {
			CreatedCampaign created = context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN);
			assertThat(created.id()).isEqualTo(CampaignId.of(25696));
		});
		assertVendorReceivedTheSample();
		assertThat(this.vendor.requests().get(0).getHeaders().keys()).doesNotContain("X-Application-Builder");
	}

	@Test
	void applicationsBuilderIsNotTouched() {
		this.vendor.answers(201, CREATED);
		this.vendor.application().withUserConfiguration(HostileApplication.class).run((context) -> {
			context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN);
			RestClient own = context.getBean(RestClient.Builder.class).build();
			own.get().uri(URI.create(this.vendor.url() + "/own")).retrieve().toBodilessEntity();
			assertThat(this.vendor.requests()).anySatisfy((request) -> {
				assertThat(request.getUrl()).isEqualTo("/own");
				assertThat(request.getHeader("Authorization")).isEqualTo("Basic application");
				assertThat(request.getHeader("X-Application-Builder")).isEqualTo("yes");
			});
		});
	}

	@Test
	void idMayComeAsText() {
		this.vendor.answers(201, "{\"success\": true, \"campaign_id\": \"1697300275\", \"unknown\": []}");
		this.vendor.application()
			.run((context) -> assertThat(context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN).id())
				.isEqualTo(CampaignId.of(1697300275)));
	}

	@Test
	void campaignForAllInTheDefaultLanguage() throws Exception {
		this.vendor.answers(201, CREATED);
		this.vendor.application()
			.withPropertyValues("webpush.default-language=tr-TR")
			.run((context) -> context.getBean(WebPushOperations.class)
				.createCampaign(CreateCampaign.titled("Yaz 🌞 fırsatı").toAllSubscribers().build()));
		JsonNode body = body();
		assertThat(body.path("title").stringValue()).isEqualTo("Yaz 🌞 fırsatı");
		assertThat(body.path("language").stringValue()).isEqualTo("tr_TR");
		assertThat(body.path("is_all").booleanValue()).isTrue();
	}

	@Test
	void campaignWithoutAnyLanguageReachesNoNetworkAndCostsNoPermit() {
		this.vendor.answers(201, CREATED);
		this.vendor.application().withPropertyValues("webpush.rate-limit.create.limit-for-period=1").run((context) -> {
			WebPushOperations webPush = context.getBean(WebPushOperations.class);
			assertThatExceptionOfType(InvalidCampaignException.class)
				.isThrownBy(() -> webPush.createCampaign(CreateCampaign.titled("No language").build()))
				.satisfies((ex) -> assertThat(ex.problems()).containsOnlyKeys("language"))
				.withMessageContaining("webpush.default-language");
			webPush.createCampaign(CAMPAIGN);
		});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/proxy/insider", "/proxy/insider/" })
	void baseUrlMayHaveAPath(String path) {
		this.vendor.answers(201, CREATED);
		this.vendor.application()
			.withPropertyValues("webpush.base-url=" + this.vendor.url() + path)
			.run((context) -> context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN));
		String prefix = path.contains("proxy") ? "/proxy/insider" : "";
		assertThat(this.vendor.requests().get(0).getUrl()).isEqualTo(prefix + "/v1/single");
	}

	@Test
	void ownCustomizersAreAppliedLastAndInOrder() {
		this.vendor.answers(201, CREATED);
		this.vendor.application()
			.withBean("first", WebPushRestClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("X-Team", "first"))
			.withBean("second", WebPushRestClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("X-Team", "second"))
			.run((context) -> context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN));
		assertThat(this.vendor.requests().get(0).getHeader("X-Team")).isEqualTo("second");
	}

	private void assertVendorReceivedTheSample() {
		assertThat(this.vendor.requests()).singleElement().satisfies((request) -> {
			assertThat(request.getMethod().value()).isEqualTo("POST");
			assertThat(request.getUrl()).isEqualTo("/v1/single");
			assertThat(request.getHeaders().getHeader("Authorization").values())
				.containsExactly("Bearer " + ApiServer.TOKEN);
			assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
			assertThat(request.getHeader("Accept")).isEqualTo("application/json");
			assertThat(body()).isEqualTo(new JsonMapper().readTree(SAMPLE));
		});
	}

	private JsonNode body() {
		return new JsonMapper().readTree(this.vendor.requests().get(0).getBody());
	}

	@Configuration(proxyBeanMethods = false)
	static class HostileApplication {

		@Bean
		JsonMapper jsonMapper() {
			return JsonMapper.builder()
				.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
				.changeDefaultPropertyInclusion((inclusion) -> inclusion
					.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_DEFAULT))
				.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
				.build();
		}

		@Bean
		RestClient.Builder restClientBuilder() {
			return RestClient.builder()
				.baseUrl("http://application.invalid")
				.defaultHeader("Authorization", "Basic application")
				.defaultHeader("X-Application-Builder", "yes")
				.requestInterceptor((request, body, execution) -> {
					request.getHeaders().set("X-Application-Builder", "yes");
					return execution.execute(request, body);
				});
		}

		@Bean
		RestClientCustomizer applicationCustomizer(JsonMapper mapper) {
			return (builder) -> builder.baseUrl("http://customized.invalid")
				.uriBuilderFactory(new DefaultUriBuilderFactory("http://customized.invalid"))
				.defaultHeader("Authorization", "Basic customized")
				.defaultHeader("Content-Type", MediaType.TEXT_PLAIN_VALUE)
				.defaultStatusHandler((status) -> true, (request, response) -> {
					throw new IllegalStateException("The application's status handler");
				})
				.configureMessageConverters(
						(converters) -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(mapper)));
		}

	}

}
