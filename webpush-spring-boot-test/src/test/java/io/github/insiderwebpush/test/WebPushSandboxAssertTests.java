package io.github.insiderwebpush.test;

import java.time.Duration;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.insiderwebpush.WebPushOperation.CREATE;
import static io.github.insiderwebpush.WebPushOperation.LAUNCH;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebPushSandboxAssertTests {

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	private final WebPushSandbox sandbox = WebPushSandbox.builder().clock(this.clock).budget(Budget.CREATE, 2).start();

	private final ApiClient client = new ApiClient(this.sandbox);

	@AfterEach
	void close() {
		this.sandbox.close();
		this.clock.close();
	}

	@Test
	void emptySandboxHasNothing() {
		assertThat(this.sandbox).hasNoCampaigns()
			.hasCampaigns(0)
			.receivedNothing()
			.launchedNothing()
			.neverExceededBudget()
			.took(Duration.ZERO)
			.received(CREATE, 0)
			.hasNoCampaign("Summer sale");
		assertFails(() -> assertThat(this.sandbox).hasCampaign("Summer sale"),
				"Expected a campaign titled 'Summer sale'; the sandbox has: nothing");
	}

	@Test
	void campaignsAreFoundByTitle() {
		CampaignId id = CampaignId.of(this.client.created("Summer sale", false));
		assertThat(this.sandbox).hasCampaign("Summer sale").hasDraft("Summer sale").hasCampaigns(1).neverLaunched(id);
		this.client.launch(id.value());
		assertThat(this.sandbox).hasCampaign("Summer sale").launchedOnce(id);
		assertFails(() -> assertThat(this.sandbox).hasDraft("Summer sale"),
				"Expected a draft titled 'Summer sale'; the sandbox has:\n  25696 'Summer sale' LAUNCHED");
		assertFails(() -> assertThat(this.sandbox).hasNoCampaigns(), "Expected no campaigns;");
		assertFails(() -> assertThat(this.sandbox).hasCampaigns(2), "Expected 2 campaigns, not 1;");
		assertFails(() -> assertThat(this.sandbox).hasNoCampaign("Summer sale"), "Expected no campaign titled");
		assertFails(() -> assertThat(this.sandbox).launchedNothing(), "Expected no launches;");
		assertFails(() -> assertThat(this.sandbox).neverLaunched(id), "Expected no launch of campaign 25696, not 1;");
		this.client.launch(id.value());
		assertFails(() -> assertThat(this.sandbox).launchedOnce(id), "Expected one launch of campaign 25696, not 2;");
	}

	@Test
	void requestsAreCountedWithThoseRefused() {
		this.client.create("Summer sale");
		this.client.create("Summer sale");
		assertThat(this.sandbox).received(CREATE, 2).received(LAUNCH, 0).neverExceededBudget();
		assertFails(() -> assertThat(this.sandbox).received(CREATE, 1), """
				Expected 1 requests of CREATE, not 2; the sandbox has:
				  PT0S POST /v1/single status 201
				  PT0S POST /v1/single status 400: The title 'Summer sale' is taken.""");
		assertFails(() -> assertThat(this.sandbox).receivedNothing(), "Expected no requests;");
		this.client.create("One too many");
		assertFails(() -> assertThat(this.sandbox).neverExceededBudget(),
				"Expected no request over the budget, not 1;");
	}

	@Test
	void scriptedThrottleIsNotOverTheBudget() {
		this.sandbox.onNext(CREATE).throttle();
		this.client.create("Summer sale");
		assertThat(this.sandbox).received(CREATE, 1).neverExceededBudget();
	}

	@Test
	void tookIsFromTheFirstToTheLastArrivalByTheSandboxClock() {
		this.clock.advance(Duration.ofHours(1));
		this.client.create("a");
		this.clock.advance(Duration.ofSeconds(990));
		this.client.create("b");
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.sandbox).took(Duration.ofMinutes(16))
			.took(Duration.ofMinutes(17))
			.tookBetween(Duration.ofSeconds(990), Duration.ofSeconds(990));
		assertFails(() -> assertThat(this.sandbox).took(Duration.ofMinutes(18)), "not PT16M30S");
		assertFails(() -> assertThat(this.sandbox).took(Duration.ofMinutes(15)), "not PT16M30S");
	}

	private static void assertFails(ThrowingCallable assertion, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContaining(message);
	}

}
