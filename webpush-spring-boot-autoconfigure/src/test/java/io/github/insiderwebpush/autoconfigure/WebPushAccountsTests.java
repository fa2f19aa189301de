package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class WebPushAccountsTests {

	private static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Summer sale").language("en_GB").build();

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void eachAccountHasItsOwnTokenPartnerIdAndBudget() {
		this.vendor.answers(201, "{\"success\": true, \"campaign_id\": 25696}");
		accounts()
			.withPropertyValues("webpush.accounts.shop.rate-limit.create.limit-for-period=1",
					"webpush.accounts.shop.rate-limit.create.timeout-duration=1s")
			.withUserConfiguration(Injecting.class)
			.run((context) -> {
				Injected injected = context.getBean(Injected.class);
				injected.unqualified().createCampaign(CAMPAIGN);
				injected.shop().createCampaign(CAMPAIGN);
				injected.outlet().createCampaign(CAMPAIGN);
				assertThat(this.vendor.requests()).extracting((request) -> request.getHeader("Authorization"))
					.containsExactly("Bearer " + ApiServer.TOKEN, "Bearer shop-token", "Bearer outlet-token");
				assertThat(this.vendor.requests())
					.extracting(
							(request) -> new JsonMapper().readTree(request.getBody()).path("partner_id").stringValue())
					.containsExactly("10012345", "200", "300");
				WebPushException refused = catchThrowableOfType(WebPushException.class,
						() -> injected.shop().createCampaign(CAMPAIGN));
				assertThat(refused.account()).isEqualTo("shop");
				injected.outlet().createCampaign(CAMPAIGN);
			});
	}

	@Test
	void accountsAreFoundByName() {
		accounts().run((context) -> {
			WebPushAccounts accounts = context.getBean(WebPushAccounts.class);
			assertThat(accounts.names()).containsExactlyInAnyOrder("shop", "outlet");
			assertThat(accounts.get("shop").account()).isEqualTo("shop");
			assertThat(accounts.get("shop")).isSameAs(accounts.get("shop")).isNotSameAs(accounts.get("outlet"));
			assertThat(accounts.get("default")).isSameAs(context.getBean("webPushTemplate"));
			assertThatIllegalArgumentException().isThrownBy(() -> accounts.get("shpo"))
				.withMessageContaining("'shpo'")
				.withMessageContaining("outlet")
				.withMessageContaining("shop");
		});
	}

	@Test
	void accountIsNeverInjectedUnqualified() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
			.withPropertyValues("webpush.accounts.shop.token=shop-token", "webpush.accounts.shop.partner-id=200")
			.withBean(Optional.class)
			.run((context) -> assertThatException()
				.isThrownBy(() -> context.getBean(Optional.class).template().getIfUnique())
				.withRootCauseInstanceOf(InvalidWebPushConfigurationException.class)
				.withStackTraceContaining("'webpush.token': is not set or empty"));
	}

	@Test
	void tokenIsNeverInherited() {
		this.vendor.application()
			.withPropertyValues("webpush.accounts.shop.partner-id=200")
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean(WebPushAccounts.class).get("shop"))
				.withRootCauseInstanceOf(InvalidWebPushConfigurationException.class)
				.withStackTraceContaining("'webpush.accounts.shop.token': is not set"));
	}

	@Test
	void environmentVariablesConfigureAnAccount() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new org.springframework.core.env.SystemEnvironmentPropertySource("test-"
						+ org.springframework.core.env.StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						java.util.Map.of("WEBPUSH_ACCOUNTS_SHOP_TOKEN", "shop-token", "WEBPUSH_ACCOUNTS_SHOP_PARTNERID",
								"200"))))
			.run((context) -> assertThat(context.getBean(WebPushAccounts.class).get("shop").account())
				.isEqualTo("shop"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "Shop", "my-shop", "1shop" })
	void nameThatCannotWorkIsRefused(String name) {
		this.vendor.application()
			.withPropertyValues("webpush.accounts." + name + ".token=a", "webpush.accounts." + name + ".partner-id=b")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("account name")
				.hasStackTraceContaining("is refused"));
	}

	private ApplicationContextRunner accounts() {
		return this.vendor.application()
			.withPropertyValues("webpush.accounts.shop.token=shop-token", "webpush.accounts.shop.partner-id=200",
					"webpush.accounts.outlet.token=outlet-token", "webpush.accounts.outlet.partner-id=300");
	}

	@Configuration(proxyBeanMethods = false)
	static class Injecting {

		@Bean
		Injected injected(WebPushTemplate unqualified, @Qualifier("shop") WebPushTemplate shop,
				@Qualifier("outlet") WebPushTemplate outlet) {
			return new Injected(unqualified, shop, outlet);
		}

	}

	record Injected(WebPushTemplate unqualified, WebPushTemplate shop, WebPushTemplate outlet) {
	}

	record Optional(ObjectProvider<WebPushTemplate> template) {
	}

}
