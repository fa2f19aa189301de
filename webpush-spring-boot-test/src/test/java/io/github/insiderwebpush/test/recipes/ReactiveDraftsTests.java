package io.github.insiderwebpush.test.recipes;

import java.time.Duration;

import io.github.insiderwebpush.DuplicateTitleException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.autoconfigure.AutoConfigureWebPushSandbox;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest
@AutoConfigureWebPushSandbox
class ReactiveDraftsTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@Autowired
	private ReactiveDrafts drafts;

	@Autowired
	private WebPushTemplate webPush;

	@Autowired
	private WebPushSandbox sandbox;

	@Test
	void nothingIsSentBeforeTheSubscription() {
		this.drafts.create("Summer sale");
		assertThat(this.sandbox).receivedNothing();
	}

	@Test
	void createsMoreThanOnePeriodAllows() {
		assertThat(Flux.range(0, 40).flatMap((i) -> this.drafts.create("Sale " + i)).collectList().block(LIMIT))
			.hasSize(40);
		assertThat(this.sandbox).hasCampaigns(40).neverExceededBudget();
	}

	@Test
	void failureReachesTheSubscriberAsItIs() {
		this.drafts.create("Summer sale").block(LIMIT);
		assertThatExceptionOfType(DuplicateTitleException.class)
			.isThrownBy(() -> this.drafts.create("Summer sale").block(LIMIT));
	}

	@Test
	void cancelledSubscriptionLeavesTheQueue() {
		this.webPush.rateLimiter(Budget.CREATE).changeLimitForPeriod(1);
		try {
			this.drafts.create("First").block(LIMIT);
			Disposable subscription = this.drafts.create("Second").subscribe();
			subscription.dispose();
			assertThat(this.webPush.usage(Budget.CREATE).waiting()).isZero();
			assertThat(this.sandbox).received(WebPushOperation.CREATE, 1);
		}
		finally {
			this.webPush.rateLimiter(Budget.CREATE).changeLimitForPeriod(30);
		}
	}

}
