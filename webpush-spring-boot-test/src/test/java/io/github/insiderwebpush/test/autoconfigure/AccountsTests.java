package io.github.insiderwebpush.test.autoconfigure;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.insiderwebpush.CampaignNotFoundException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.autoconfigure.WebPushAccounts;
import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.test.SandboxCampaign;
import io.github.insiderwebpush.test.SandboxRequest;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several accounts in one sandbox, configured as README shows it: with placeholders that
 * no test environment resolves.
 */
class AccountsTests {

	private static final String REAL_TOKEN = "real-token-of-the-account";

	@Nested
	@SpringBootTest(classes = Application.class,
			properties = { "webpush.token=${WEBPUSH_TOKEN}", "webpush.partner-id=${WEBPUSH_PARTNER_ID}",
					"webpush.accounts.turkey.token=${TURKEY_TOKEN}",
					"webpush.accounts.turkey.partner-id=${TURKEY_PARTNER_ID}",
					"webpush.accounts.spain.token=" + REAL_TOKEN, "webpush.accounts.spain.partner-id=10012345" })
	@AutoConfigureWebPushSandbox
	class WithPlaceholdersOfTheReadme {

		@Autowired
		private WebPushOperations webPush;

		@Autowired
		@Qualifier("turkey")
		private WebPushOperations turkey;

		@Autowired
		private WebPushAccounts accounts;

		@Autowired
		private WebPushSandbox sandbox;

		@Test
		void everyAccountReachesTheSandboxWithItsOwnCredentials() {
			this.webPush.createCampaign(campaign("Summer sale"));
			this.turkey.createCampaign(campaign("Summer sale"));
			this.accounts.get("spain").createCampaign(campaign("Summer sale"));
			assertThat(this.sandbox.campaigns()).extracting(SandboxCampaign::account)
				.containsExactly("default", "turkey", "spain");
			assertThat(this.sandbox.campaigns()).extracting(SandboxCampaign::id).doesNotHaveDuplicates();
			assertThat(this.sandbox.requests()).extracting(SandboxRequest::account)
				.containsExactly("default", "turkey", "spain");
			assertThat(List.of(this.sandbox.token(), token("turkey"), token("spain"))).doesNotHaveDuplicates()
				.doesNotContain(REAL_TOKEN);
		}

		@Test
		void budgetsAndCampaignsOfAccountsAreSeparate() {
			CampaignId id = this.turkey.createCampaign(campaign("Summer sale")).id();
			assertThat(this.sandbox.budgetLeft("turkey", Budget.CREATE)).isEqualTo(29);
			assertThat(this.sandbox.budgetLeft(Budget.CREATE)).isEqualTo(30);
			assertThatExceptionOfType(CampaignNotFoundException.class)
				.isThrownBy(() -> this.webPush.deleteCampaign(id));
			assertThat(this.sandbox).hasCampaign("Summer sale");
			this.turkey.deleteCampaign(id);
			assertThat(this.sandbox).hasNoCampaigns();
		}

		@Test
		void statisticsAreThoseOfTheAccount() {
			CampaignId id = this.turkey.createCampaign(campaign("Summer sale")).id();
			this.turkey.launchCampaign(id,
					PushMessage.titled("Only today")
						.description("Everything must go")
						.link("https://shop.example/sale")
						.ttl(Duration.ofHours(1))
						.toSegment("d_wp_browser", "Edg")
						.build());
			DateRange days = DateRange.of(LocalDate.now().minusDays(1), LocalDate.now().plusDays(1));
			assertThat(this.turkey.streamOverallMetrics(days)).hasSize(1);
			assertThat(this.webPush.streamOverallMetrics(days)).isEmpty();
		}

		private String token(String account) {
			return this.sandbox.connectionDetailsFor(account).token();
		}

	}

	@Nested
	@SpringBootTest(classes = { Application.class, StartupRequests.class },
			properties = { "webpush.test-connection=true", "webpush.token=${WEBPUSH_TOKEN}",
					"webpush.partner-id=${WEBPUSH_PARTNER_ID}", "webpush.accounts.turkey.token=${TURKEY_TOKEN}",
					"webpush.accounts.turkey.partner-id=${TURKEY_PARTNER_ID}" })
	@AutoConfigureWebPushSandbox
	class WithVerificationAtStartup {

		@Test
		void bothAccountsAreVerified(@Autowired StartupRequests startup) {
			assertThat(startup.requests).allMatch(SandboxRequest::accepted)
				.extracting(SandboxRequest::account)
				.containsExactly("default", "turkey");
		}

	}

	@Nested
	@SpringBootTest(classes = { Application.class, OwnSandbox.class },
			properties = { "webpush.accounts.turkey.token=${TURKEY_TOKEN}",
					"webpush.accounts.turkey.partner-id=${TURKEY_PARTNER_ID}" })
	@AutoConfigureWebPushSandbox
	class WithASandboxOfTheTest {

		@Autowired
		@Qualifier("turkey")
		private WebPushOperations turkey;

		@Autowired
		private WebPushSandbox sandbox;

		@Test
		void itServesTheAccountsToo() {
			this.turkey.createCampaign(campaign("Summer sale"));
			assertThat(this.sandbox).received(WebPushOperation.CREATE, 1);
			assertThat(this.sandbox.campaigns()).extracting(SandboxCampaign::account).containsExactly("turkey");
			assertThat(this.sandbox.budgetLeft("turkey", Budget.CREATE)).isEqualTo(4);
		}

	}

	@Nested
	@SpringBootTest(classes = { Application.class, Vault.class },
			properties = { "webpush.accounts.spain.default-language=es_ES",
					"webpush.accounts.turkey.token=${TURKEY_TOKEN}",
					"webpush.accounts.turkey.partner-id=${TURKEY_PARTNER_ID}" })
	@AutoConfigureWebPushSandbox
	class BesideConnectionDetailsOfAnAccount {

		@Autowired
		@Qualifier("turkey")
		private WebPushConnectionDetails details;

		@Autowired
		private WebPushSandbox sandbox;

		@Test
		void theyLeadToTheSandbox() {
			assertThat(this.details.baseUrl()).isEqualTo(this.sandbox.baseUrl());
			assertThat(this.details.token()).isEqualTo(this.sandbox.connectionDetailsFor("turkey").token());
		}

		@Test
		void beanNamedLikeTheAccountIsReplacedToo(@Autowired WebPushAccounts accounts) {
			accounts.get("spain").createCampaign(campaign("Summer sale"));
			assertThat(this.sandbox.campaigns()).extracting(SandboxCampaign::account).containsExactly("spain");
		}

	}

	@Test
	void connectionDetailsThatCannotBeReplacedFailTheTest() {
		new ApplicationContextRunner().withBean(WebPushSandbox.class, WebPushSandbox::start)
			.withUserConfiguration(TypedVault.class, PostProcessor.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("the test would reach the real account 'turkey'")
				.hasMessageContaining("declare the bean's type as WebPushConnectionDetails"));
	}

	private static CreateCampaign campaign(String title) {
		return CreateCampaign.titled(title).language("en_GB").build();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Keeps the requests of the start, which the reset before the test removes.
	 */
	static class StartupRequests {

		private final WebPushSandbox sandbox;

		private final List<SandboxRequest> requests = new ArrayList<>();

		StartupRequests(WebPushSandbox sandbox) {
			this.sandbox = sandbox;
		}

		@EventListener(ContextRefreshedEvent.class)
		void contextRefreshed() {
			this.requests.addAll(this.sandbox.requests());
		}

	}

	static class OwnSandbox {

		@Bean
		WebPushSandbox sandbox(WebPushTimer clock) {
			return WebPushSandbox.builder().clock(clock).budget(Budget.CREATE, 5).start();
		}

	}

	static class Vault {

		@Bean(defaultCandidate = false)
		@Qualifier("turkey")
		WebPushConnectionDetails turkishVault() {
			return new RealDetails();
		}

		@Bean(defaultCandidate = false)
		WebPushConnectionDetails spain() {
			return new RealDetails();
		}

	}

	static class TypedVault {

		@Bean
		@Qualifier("turkey")
		RealDetails turkishVault() {
			return new RealDetails();
		}

	}

	static class PostProcessor {

		@Bean
		static QualifiedConnectionDetailsPostProcessor postProcessor(ConfigurableListableBeanFactory beanFactory,
				ObjectProvider<WebPushSandbox> sandbox) {
			return new QualifiedConnectionDetailsPostProcessor(beanFactory, sandbox, Set.of("turkey"));
		}

	}

	static class RealDetails implements WebPushConnectionDetails {

		@Override
		public String token() {
			return REAL_TOKEN;
		}

		@Override
		public String partnerId() {
			return "10012345";
		}

	}

}
