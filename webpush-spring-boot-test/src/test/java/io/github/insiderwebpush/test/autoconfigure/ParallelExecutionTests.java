package io.github.insiderwebpush.test.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushSandboxExtension;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.web.client.RestClient;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * A suite of sandbox tests that JUnit runs with parallel methods and classes.
 */
@Timeout(120)
class ParallelExecutionTests {

	private static CountDownLatch atTheSameTime;

	@Test
	void suiteSucceedsInParallel() {
		atTheSameTime = new CountDownLatch(2);
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(selectClass(FirstSuite.class), selectClass(SecondSuite.class), selectClass(PlainSuite.class))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
			.build();
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request, listener);
		assertThat(listener.getSummary().getFailures()).extracting((failure) -> failure.getException().toString())
			.isEmpty();
		assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(30);
	}

	@SpringBootTest(classes = Application.class)
	@AutoConfigureWebPushSandbox
	abstract static class Suite {

		@Autowired
		private WebPushOperations webPush;

		@Autowired
		private WebPushSandbox sandbox;

		@RepeatedTest(10)
		void sandboxHasTheCampaignsOfThisTestOnly(RepetitionInfo repetition) {
			for (int i = 0; i < 7; i++) {
				this.webPush.createCampaign(CreateCampaign.titled("Campaign " + i).language("en_GB").build());
			}
			assertThat(this.sandbox).hasCampaigns(7).received(WebPushOperation.CREATE, 7).neverExceededBudget();
		}

	}

	static class FirstSuite extends Suite {

	}

	static class SecondSuite extends Suite {

	}

	@ExtendWith(WebPushSandboxExtension.class)
	static class PlainSuite {

		@RepeatedTest(10)
		void testsRunAtTheSameTimeOnSandboxesOfTheirOwn(WebPushSandbox sandbox) throws InterruptedException {
			atTheSameTime.countDown();
			assertThat(atTheSameTime.await(60, TimeUnit.SECONDS)).as("another test runs at the same time").isTrue();
			int status = RestClient.create(sandbox.baseUrl().toString())
				.delete()
				.uri("/v1/single/1")
				.exchange((request, response) -> response.getStatusCode().value());
			assertThat(status).isEqualTo(401);
			assertThat(sandbox).received(WebPushOperation.DELETE, 1);
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
