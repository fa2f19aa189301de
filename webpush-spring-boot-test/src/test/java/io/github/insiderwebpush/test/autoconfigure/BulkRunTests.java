package io.github.insiderwebpush.test.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.insiderwebpush.DuplicateTitleException;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.bulk.BulkExitReason;
import io.github.insiderwebpush.bulk.BulkItemStatus;
import io.github.insiderwebpush.bulk.BulkLaunch;
import io.github.insiderwebpush.bulk.BulkProgress;
import io.github.insiderwebpush.bulk.BulkReport;
import io.github.insiderwebpush.bulk.BulkResult;
import io.github.insiderwebpush.bulk.BulkRun;
import io.github.insiderwebpush.bulk.WebPushBulk;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.SandboxCampaign;
import io.github.insiderwebpush.test.SandboxLaunch;
import io.github.insiderwebpush.test.SandboxRequest;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

import static io.github.insiderwebpush.WebPushOperation.CREATE;
import static io.github.insiderwebpush.WebPushOperation.LAUNCH;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bulk runs of an application against the rules of the API, on virtual time.
 */
@SpringBootTest
@AutoConfigureWebPushSandbox
@Timeout(120)
class BulkRunTests {

	private static final Consumer<BulkProgress> NOBODY = (progress) -> {
	};

	@Autowired
	private WebPushBulk bulk;

	@Autowired
	private WebPushTemplate webPush;

	@Autowired
	private WebPushSandbox sandbox;

	@Autowired
	private WebPushVirtualClock clock;

	private final List<Asked> asked = new ArrayList<>();

	private final List<BulkProgress> progress = new ArrayList<>();

	@Test
	void runOfFiveHundredLetsInteractiveCallsPass() throws Exception {
		this.clock.workBegins();
		for (int i = 0; i < 50; i++) {
			askIn(Duration.ofMillis(500 + i * 19_300L), "Interactive " + i);
		}
		for (int i = 0; i < 6; i++) {
			askIn(Duration.ofSeconds(301), "Rush " + i);
		}
		BulkRun<Integer, CreatedCampaign> run = this.bulk.createAll(items(500), BulkRunTests::campaign,
				this.progress::add);
		this.clock.workEnds();
		BulkReport<Integer, CreatedCampaign> report = run.await();
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.COMPLETED);
		assertThat(report.results()).extracting(BulkResult::item).isEqualTo(items(500));
		assertThat(report.count(BulkItemStatus.CREATED)).isEqualTo(500);
		assertThat(this.asked).hasSize(56).allSatisfy((call) -> {
			call.future().join();
			assertThat(itemsBefore(call)).isLessThanOrEqualTo(1);
		});
		assertThat(this.sandbox.campaigns()).hasSize(556);
		assertThat(this.sandbox.requests()).noneMatch(SandboxRequest::overBudget);
		assertThat(report.elapsed()).isBetween(Duration.ofMinutes(18), Duration.ofMinutes(19));
		assertThat(this.progress).extracting(BulkProgress::done)
			.isEqualTo(IntStream.rangeClosed(1, 500).boxed().toList());
		assertThat(this.progress.get(0).timeLeft()).isEqualTo(Duration.ofSeconds(998));
	}

	@Test
	void runAloneTakesTwoSecondsForEachItemAfterTheFirst() throws Exception {
		BulkReport<Integer, CreatedCampaign> report = this.bulk.createAll(items(100), BulkRunTests::campaign, NOBODY)
			.await();
		assertThat(report.count(BulkItemStatus.CREATED)).isEqualTo(100);
		assertThat(report.elapsed()).isBetween(Duration.ofSeconds(190), Duration.ofSeconds(200));
	}

	@Test
	void itemsThatWereThrottledTogetherDoNotOvertakeAnInteractiveCall() throws Exception {
		this.sandbox.onNext(CREATE).times(5).throttle(Duration.ofSeconds(30));
		this.clock.workBegins();
		askIn(Duration.ofSeconds(10), "Interactive");
		BulkRun<Integer, CreatedCampaign> run = this.bulk.createAll(items(20), BulkRunTests::campaign, NOBODY);
		this.clock.workEnds();
		assertThat(run.await().count(BulkItemStatus.CREATED)).isEqualTo(20);
		assertThat(this.asked.get(0).requestsBefore()).isEqualTo(5);
		assertThat(itemsBefore(this.asked.get(0))).isLessThanOrEqualTo(1);
	}

	@Test
	void runsAtTheSameTimeCountAsOneForAnInteractiveCall() throws Exception {
		this.clock.workBegins();
		for (int i = 0; i < 5; i++) {
			askIn(Duration.ofSeconds(21L + i), "Interactive " + i);
		}
		List<BulkRun<Integer, CreatedCampaign>> runs = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			runs.add(this.bulk.createAll(items(i * 100, 15), BulkRunTests::campaign, NOBODY));
		}
		this.clock.workEnds();
		for (BulkRun<Integer, CreatedCampaign> run : runs) {
			assertThat(run.await().count(BulkItemStatus.CREATED)).isEqualTo(15);
		}
		assertThat(this.asked).hasSize(5).allSatisfy((call) -> assertThat(itemsBefore(call)).isLessThanOrEqualTo(1));
	}

	@Test
	void reportAddsUpWhateverTheResponses() throws Exception {
		this.webPush.createCampaign(campaign(20));
		this.sandbox.onNext(CREATE).dropResponse();
		this.sandbox.onNext(CREATE).failWith(Faults.invalid("title", "The title is odd."));
		this.sandbox.onNext(CREATE).throttle(Duration.ofSeconds(7));
		this.sandbox.onNext(CREATE).failWith(Faults.serverError(503));
		BulkReport<Integer, CreatedCampaign> report = this.bulk.createAll(items(40), (item) -> {
			if (item == 30) {
				throw new IllegalStateException("row " + item + " is broken");
			}
			return campaign(item);
		}, this.progress::add).await();
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.COMPLETED);
		assertThat(report.withStatus(BulkItemStatus.UNCLEAR)).singleElement().satisfies((result) -> {
			assertThat(result.failure()).isInstanceOf(DuplicateTitleException.class);
			assertThat(((WebPushException) result.failure()).outcome()).isEqualTo(Outcome.UNKNOWN);
		});
		assertThat(report.withStatus(BulkItemStatus.EXISTED)).singleElement()
			.satisfies((result) -> assertThat(result.item()).isEqualTo(20));
		assertThat(report.withStatus(BulkItemStatus.FAILED)).hasSize(2)
			.extracting((result) -> result.failure().getMessage())
			.anyMatch((message) -> message.contains("The title is odd."))
			.anyMatch((message) -> message.equals("row 30 is broken"));
		assertThat(report.count(BulkItemStatus.CREATED)).isEqualTo(36);
		assertThat(report.results()).hasSize(40);
		assertThat(this.sandbox.campaigns()).hasSize(1 + 36 + 1);
		assertThat(report.withStatus(BulkItemStatus.CREATED))
			.allSatisfy((result) -> assertThat(this.sandbox.campaigns()).extracting(SandboxCampaign::id)
				.contains(result.result().id()));
		assertThat(this.progress).hasSize(40).last().satisfies((last) -> {
			assertThat(last.counts()).containsEntry(BulkItemStatus.CREATED, 36)
				.containsEntry(BulkItemStatus.FAILED, 2)
				.containsEntry(BulkItemStatus.EXISTED, 1)
				.containsEntry(BulkItemStatus.UNCLEAR, 1);
			assertThat(last.timeLeft()).isZero();
		});
	}

	@Test
	void cancelInTheMiddleLosesNoResult() throws Exception {
		CompletableFuture<BulkRun<Integer, CreatedCampaign>> run = new CompletableFuture<>();
		run.complete(this.bulk.createAll(items(100), BulkRunTests::campaign, (progress) -> {
			if (progress.done() == 40) {
				run.join().cancel();
			}
		}));
		BulkReport<Integer, CreatedCampaign> report = run.join().await();
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.CANCELLED);
		assertThat(report.results()).hasSize(100).extracting(BulkResult::item).isEqualTo(items(100));
		assertThat(report.count(BulkItemStatus.CREATED)).isEqualTo(40);
		assertThat(report.count(BulkItemStatus.NOT_ATTEMPTED)).isEqualTo(60);
		assertThat(this.sandbox.requests()).hasSize(40);
		this.webPush.createCampaign(campaign(1000));
		assertThat(this.sandbox).hasCampaign("Campaign 1000");
	}

	@Test
	void refusedCredentialsInTheMiddleEndTheRun() throws Exception {
		BulkReport<Integer, CreatedCampaign> report = this.bulk
			.createAll(items(100), BulkRunTests::campaign, (progress) -> {
				if (progress.done() == 40) {
					this.sandbox.onEvery(CREATE).failWith(Faults.unauthorized());
				}
			})
			.await();
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.ACCOUNT_REJECTED);
		assertThat(((WebPushException) report.cause()).error()).isEqualTo(WebPushError.UNAUTHORIZED);
		assertThat(report.count(BulkItemStatus.CREATED)).isEqualTo(40);
		assertThat(report.count(BulkItemStatus.FAILED)).isEqualTo(1);
		assertThat(report.count(BulkItemStatus.NOT_ATTEMPTED)).isEqualTo(59);
		assertThat(this.sandbox.requests()).hasSize(41);
	}

	@Test
	void launchesUseTheLargerBudgetAndNoneGoesOutTwice() throws Exception {
		BulkReport<Integer, CreatedCampaign> drafts = this.bulk.createAll(items(30), BulkRunTests::campaign, NOBODY)
			.await();
		List<CampaignId> ids = drafts.withStatus(BulkItemStatus.CREATED)
			.stream()
			.map((draft) -> draft.result().id())
			.toList();
		this.sandbox.onNext(LAUNCH).dropResponse();
		this.sandbox.onNext(LAUNCH).failWith(Faults.campaignNotFound());
		BulkReport<CampaignId, LaunchedCampaign> report = this.bulk
			.launchAll(ids, (id) -> new BulkLaunch(id, message()), NOBODY)
			.await();
		assertThat(report.count(BulkItemStatus.LAUNCHED)).isEqualTo(28);
		assertThat(report.count(BulkItemStatus.UNCLEAR)).isEqualTo(1);
		assertThat(report.count(BulkItemStatus.FAILED)).isEqualTo(1);
		assertThat(report.elapsed()).isLessThan(Duration.ofSeconds(1));
		assertThat(this.sandbox.launches()).hasSize(29)
			.extracting(SandboxLaunch::campaignId)
			.doesNotHaveDuplicates()
			.containsAll(report.withStatus(BulkItemStatus.LAUNCHED).stream().map(BulkResult::item).toList())
			.containsAll(report.withStatus(BulkItemStatus.UNCLEAR).stream().map(BulkResult::item).toList());
	}

	private void askIn(Duration time, String title) {
		this.clock.schedule(() -> {
			int before = this.sandbox.requests().size();
			this.asked.add(new Asked(title, before,
					this.webPush.createCampaignAsync(CreateCampaign.titled(title).language("en_GB").build())));
		}, time.toNanos());
	}

	/**
	 * Return how many items of runs arrived between the time at which the call was asked
	 * for and its own arrival.
	 */
	private long itemsBefore(Asked call) {
		List<String> arrivals = this.sandbox.requests().stream().map(SandboxRequest::body).toList();
		return arrivals.subList(call.requestsBefore(), arrivals.size())
			.stream()
			.takeWhile((body) -> !body.contains("\"" + call.title() + "\""))
			.filter((body) -> body.contains("\"Campaign "))
			.count();
	}

	private static List<Integer> items(int count) {
		return items(0, count);
	}

	private static List<Integer> items(int first, int count) {
		return IntStream.range(first, first + count).boxed().toList();
	}

	private static CreateCampaign campaign(int item) {
		return CreateCampaign.titled("Campaign " + item).language("en_GB").build();
	}

	private static PushMessage message() {
		return PushMessage.titled("Summer sale")
			.description("Everything for less")
			.link("https://shop.example/sale")
			.ttl(Duration.ofHours(4))
			.toSegment("d_wp_browser", "Edg")
			.build();
	}

	private record Asked(String title, int requestsBefore, CompletableFuture<CreatedCampaign> future) {
	}

	@SpringBootConfiguration
	@ImportAutoConfiguration({ TaskExecutionAutoConfiguration.class, RestClientAutoConfiguration.class,
			WebPushAutoConfiguration.class })
	static class Application {

	}

}
