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

	private static final int BURST = 5;

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
		// The virtual clock stands still, so that the wait does not end by itself.
		this.sandbox.clock().workBegins();
		try {
			for (int i = 0; i < BURST; i++) {
				this.drafts.create("Sent " + i).block(LIMIT);
			}
			Disposable subscription = this.drafts.create("Waiting").subscribe();
			assertThat(this.webPush.usage(Budget.CREATE).waiting()).isOne();
			subscription.dispose();
			assertThat(this.webPush.usage(Budget.CREATE).waiting()).isZero();
			assertThat(this.sandbox).received(WebPushOperation.CREATE, BURST);
		}
		finally {
			this.sandbox.clock().workEnds();
		}
	}

}
