package io.github.insiderwebpush.autoconfigure;

import java.net.URI;

import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.bulk.WebPushBulk;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application can do with accounts, and what is checked when it starts.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccountConfigurationTests {

	private static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Summer sale").language("en_GB").build();

	private static final String CREATED = "{\"success\": true, \"campaign_id\": 25696}";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@ParameterizedTest
	@ValueSource(classes = { InjectingAccounts.class, InjectingTurkey.class })
	void brokenAccountFailsTheStartHoweverItIsInjected(Class<?> injecting) {
		this.vendor.application()
			.withPropertyValues("webpush.accounts.turkey.partner-id=200")
			.withUserConfiguration(injecting)
			.run((context) -> assertThat(rootMessage(context)).contains("'webpush.accounts.turkey.token'")
				.contains("is not set or empty"));
	}

	@Test
	void accountThatNothingInjectsFailsNoStart() {
		this.vendor.application().withPropertyValues("webpush.accounts.turkey.partner-id=200").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(WebPushTemplate.class)).isNotNull();
		});
	}

	@Test
	void accountsWithoutADefaultAccountNeedNone() {
		this.vendor.application()
			.withPropertyValues("webpush.token=", "webpush.partner-id=", "webpush.accounts.turkey.token=a-token",
					"webpush.accounts.turkey.partner-id=200")
			.withUserConfiguration(InjectingAccounts.class, InjectingTurkey.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "base-url, https://example.com", "retry.max-retries, 0", "read-timeout, 5s",
			"rate-limit.create.limit, 7" })
	void unknownPropertyOfAnAccountIsRefusedByName(String key, String value) {
		this.vendor.application()
			.withPropertyValues("webpush.accounts.turkey.token=a-token", "webpush.accounts.turkey.partner-id=200",
					"webpush.accounts.turkey." + key + "=" + value)
			.withUserConfiguration(InjectingAccounts.class)
			.run((context) -> assertThat(rootMessage(context))
				.contains("'webpush.accounts.turkey." + key + "': an account has no such property"));
	}

	@Test
	void accountHasConnectionDetailsOfItsOwnByQualifier() {
		this.vendor.answers(201, CREATED);
		this.vendor.application()
			.withPropertyValues("webpush.accounts.turkey.default-language=tr_TR")
			.withUserConfiguration(TurkeyFromAVault.class, InjectingTurkey.class)
			.run((context) -> {
				context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN);
				WebPushOperations turkey = context.getBean(WebPushAccounts.class).get("turkey");
				turkey.createCampaign(CAMPAIGN);
				context.getBean(Vault.class).token = "rotated-token";
				turkey.createCampaign(CAMPAIGN);
			});
		assertThat(this.vendor.requests()).extracting((request) -> request.getHeader("Authorization"))
			.containsExactly("Bearer " + ApiServer.TOKEN, "Bearer vault-token", "Bearer rotated-token");
	}

	@Test
	void accountWithDetailsOfItsOwnIsWhereTheDefaultAccountIs() {
		this.vendor.answers(201, CREATED);
		WebPushConnectionDetails elsewhere = new Vault(WebPushConnectionDetails.DEFAULT_BASE_URL.toString(), null);
		this.vendor.application()
			.withPropertyValues("webpush.accounts.turkey.default-language=tr_TR")
			.withBean("turkey", WebPushConnectionDetails.class, () -> elsewhere,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.run((context) -> context.getBean(WebPushAccounts.class).get("turkey").createCampaign(CAMPAIGN));
		assertThat(this.vendor.requests()).extracting((request) -> request.getHeader("Authorization"))
			.containsExactly("Bearer vault-token");
	}

	@Test
	void accountCannotBeElsewhere() {
		WebPushConnectionDetails elsewhere = new Vault("https://web-push.example.com", null);
		this.vendor.application()
			.withPropertyValues("webpush.accounts.turkey.default-language=tr_TR")
			.withBean("turkey", WebPushConnectionDetails.class, () -> elsewhere,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.withUserConfiguration(InjectingAccounts.class)
			.run((context) -> assertThat(rootMessage(context)).contains("bean of account 'turkey'",
					"has a base URL of its own"));
	}

	@Test
	void detailsOfAnAccountThatWouldReplaceTheDefaultOnesAreRefused() {
		this.vendor.application()
			.withPropertyValues("webpush.accounts.turkey.default-language=tr_TR")
			.withUserConfiguration(TurkeyAsDefaultCandidate.class, InjectingAccounts.class)
			.run((context) -> {
				InvalidWebPushConfigurationException failure = root(context);
				assertThat(failure).hasMessageContaining("'turkeyDetails' is meant for the account 'turkey'");
				assertThat(failure.action()).contains("@Bean(defaultCandidate = false)");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "token", "partnerId", "baseUrl" })
	void detailsThatReturnNullFailTheStartByTheNameOfTheirAccount(String method) {
		this.vendor.application()
			.withPropertyValues("webpush.accounts.turkey.default-language=tr_TR")
			.withUserConfiguration(TurkeyFromAVault.class)
			.withBean("broken", String.class, () -> method)
			.withUserConfiguration(InjectingAccounts.class)
			.run((context) -> assertThat(rootMessage(context))
				.contains("The WebPushConnectionDetails bean of account 'turkey'")
				.contains(Vault.class.getName())
				.contains("returns null from " + method + "()"));
	}

	@Test
	void vaultThatCannotBeReachedAtStartUpIsAskedAgain(CapturedOutput output) {
		this.vendor.answers(201, CREATED);
		Vault vault = new Vault(this.vendor.url(), null);
		vault.down = true;
		this.vendor.application().withBean(WebPushConnectionDetails.class, () -> vault).run((context) -> {
			WebPushOperations webPush = context.getBean(WebPushOperations.class);
			vault.down = false;
			webPush.createCampaign(CAMPAIGN);
		});
		assertThat(this.vendor.requests()).hasSize(1);
		assertThat(output).contains("The credentials of account 'default' could not be read at start-up")
			.doesNotContain("vault is sealed");
	}

	@Test
	void operationsAreDecoratedAndTheTemplateStaysForTheRest() {
		this.vendor.answers(201, CREATED);
		this.vendor.application().withUserConfiguration(Decorating.class, InjectingAll.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.operations()).isNotInstanceOf(WebPushTemplate.class);
			assertThat(injected.async()).isSameAs(injected.template());
			injected.operations().createCampaign(CAMPAIGN);
			assertThat(context.getBean(Decorating.class).calls).isOne();
			assertThat(this.vendor.requests()).hasSize(1);
		});
	}

	@Test
	void twoAccountsWithOneTokenAreNoticedWithoutPrintingIt(CapturedOutput output) {
		this.vendor.application()
			.withPropertyValues("webpush.accounts.turkey.token=" + ApiServer.TOKEN,
					"webpush.accounts.turkey.partner-id=200", "webpush.accounts.shop.token=another-token",
					"webpush.accounts.shop.partner-id=300")
			.withUserConfiguration(InjectingAccounts.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("use the same token")
			.contains("Accounts 'default' and 'turkey' use the same token")
			.doesNotContain(ApiServer.TOKEN);
	}

	private static String rootMessage(AssertableApplicationContext context) {
		return String.valueOf(root(context).getMessage());
	}

	private static InvalidWebPushConfigurationException root(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		Throwable cause = context.getStartupFailure();
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		assertThat(cause).isInstanceOf(InvalidWebPushConfigurationException.class);
		return (InvalidWebPushConfigurationException) cause;
	}

	@Configuration(proxyBeanMethods = false)
	static class InjectingAccounts {

		InjectingAccounts(WebPushAccounts accounts) {
			assertThat(accounts).isNotNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InjectingTurkey {

		InjectingTurkey(@Qualifier("turkey") WebPushOperations turkey) {
			assertThat(turkey).isNotNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TurkeyFromAVault {

		@Bean(defaultCandidate = false)
		@Qualifier("turkey")
		Vault turkeyDetails(WebPushProperties properties,
				org.springframework.beans.factory.ObjectProvider<String> broken) {
			return new Vault(properties.baseUrl().toString(), broken.getIfAvailable());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TurkeyAsDefaultCandidate {

		@Bean
		@Qualifier("turkey")
		WebPushConnectionDetails turkeyDetails(WebPushProperties properties) {
			return new Vault(properties.baseUrl().toString(), null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorating {

		private int calls;

		@Bean
		WebPushOperations countingOperations(WebPushTemplate template) {
			ProxyFactory proxy = new ProxyFactory(WebPushOperations.class,
					(org.aopalliance.intercept.MethodInterceptor) (invocation) -> {
						this.calls++;
						return invocation.getMethod().invoke(template, invocation.getArguments());
					});
			return (WebPushOperations) proxy.getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InjectingAll {

		@Bean
		Injected injected(WebPushOperations operations, WebPushAsyncOperations async, WebPushTemplate template,
				WebPushBulk bulk) {
			assertThat(bulk).isNotNull();
			return new Injected(operations, async, template);
		}

	}

	record Injected(WebPushOperations operations, WebPushAsyncOperations async, WebPushTemplate template) {
	}

	/**
	 * Details that a test can break.
	 */
	@SuppressWarnings("NullAway")
	static final class Vault implements WebPushConnectionDetails {

		private final String url;

		private final @Nullable String broken;

		private volatile String token = "vault-token";

		private volatile boolean down;

		Vault(String url, @Nullable String broken) {
			this.url = url;
			this.broken = broken;
		}

		@Override
		public URI baseUrl() {
			return "baseUrl".equals(this.broken) ? null : URI.create(this.url);
		}

		@Override
		public String token() {
			if (this.down) {
				throw new IllegalStateException("vault is sealed");
			}
			return "token".equals(this.broken) ? null : this.token;
		}

		@Override
		public String partnerId() {
			return "partnerId".equals(this.broken) ? null : "20012345";
		}

	}

}
