package io.github.insiderwebpush.bulk;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushCredentials;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.Failures;
import io.github.insiderwebpush.client.TestClients;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a run does, with calls that the test answers.
 */
class WebPushBulkTests {

	private final FakeCalls calls = new FakeCalls();

	private final WebPushBulk bulk = new WebPushBulk(this.calls.client(), 3);

	private final List<BulkProgress> progress = new ArrayList<>();

	@Test
	void onlyAFewItemsAreUnderWay() {
		begin(titles(10));
		assertThat(this.calls.started).containsExactly("0", "1", "2");
		this.calls.complete("1");
		assertThat(this.calls.started).containsExactly("0", "1", "2", "3");
	}

	@Test
	void resultsAreInTheOrderOfTheItemsWhateverTheOrderOfTheAnswers() throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(3));
		this.calls.complete("2");
		this.calls.complete("0");
		assertThat(run.isDone()).isFalse();
		this.calls.complete("1");
		BulkReport<String, CreatedCampaign> report = report(run);
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.COMPLETED);
		assertThat(report.cause()).isNull();
		assertThat(report.results()).extracting(BulkResult::item).containsExactly("0", "1", "2");
		assertThat(report.results()).extracting(BulkResult::index).containsExactly(0, 1, 2);
		assertThat(report.results()).extracting(BulkResult::result)
			.containsExactly(FakeCalls.created("0"), FakeCalls.created("1"), FakeCalls.created("2"));
		assertThat(report.results()).extracting(BulkResult::failure).containsOnlyNulls();
	}

	@Test
	void nothingToDoEndsAtOnce() throws Exception {
		BulkReport<String, CreatedCampaign> report = report(begin(List.of()));
		assertThat(report.results()).isEmpty();
		assertThat(report).hasToString("Bulk run COMPLETED after PT0S, 0 items");
	}

	@Test
	void tenThousandThatAreAnsweredAtOnceCostNoStackAndNoThread() throws Exception {
		this.calls.answerAtOnce(FakeCalls::created);
		BulkReport<String, CreatedCampaign> report = report(begin(titles(10_000)));
		assertThat(report.count(BulkItemStatus.CREATED)).isEqualTo(10_000);
		assertThat(this.calls.runs()).isEqualTo(1);
	}

	@Test
	void launchesAreSentWithTheirMessages() throws Exception {
		BulkRun<Long, LaunchedCampaign> run = launch(2);
		assertThat(this.calls.started).containsExactly("1 Sale", "2 Sale");
		assertThat(report(run).results()).extracting(BulkResult::status)
			.containsExactly(BulkItemStatus.LAUNCHED, BulkItemStatus.LAUNCHED);
	}

	@Test
	void fiveUnclearLaunchesInARowEndTheRun() throws Exception {
		WebPushException unclear = Failures.create(WebPushError.SERVER_ERROR, Outcome.UNKNOWN);
		this.calls.launch = (id) -> CompletableFuture.failedFuture(unclear);
		BulkReport<Long, LaunchedCampaign> report = report(launch(100));
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.UNCLEAR_LAUNCHES);
		assertThat(report.cause()).isSameAs(unclear);
		assertThat(report.count(BulkItemStatus.UNCLEAR)).isEqualTo(5);
		assertThat(report.count(BulkItemStatus.NOT_ATTEMPTED)).isEqualTo(95);
		assertThat(this.calls.started).hasSize(5);
	}

	@Test
	void unclearLaunchesBetweenOthersDoNotEndTheRun() throws Exception {
		WebPushException unclear = Failures.create(WebPushError.NO_RESPONSE, Outcome.UNKNOWN);
		this.calls.launch = (id) -> (id.value() % 5 == 0) ? CompletableFuture.completedFuture(new LaunchedCampaign(id))
				: CompletableFuture.failedFuture(unclear);
		BulkReport<Long, LaunchedCampaign> report = report(launch(100));
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.COMPLETED);
		assertThat(report.count(BulkItemStatus.UNCLEAR)).isEqualTo(80);
	}

	@Test
	void unclearCreatesDoNotEndTheRun() throws Exception {
		WebPushException unclear = Failures.create(WebPushError.NO_RESPONSE, Outcome.UNKNOWN);
		this.calls.answerAtOnce((campaign) -> CompletableFuture.failedFuture(unclear));
		BulkReport<String, CreatedCampaign> report = report(begin(titles(100)));
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.COMPLETED);
		assertThat(report.count(BulkItemStatus.UNCLEAR)).isEqualTo(100);
	}

	static Stream<Arguments> failures() {
		return Stream.of(
				Arguments.of(Failures.create(WebPushError.DUPLICATE_TITLE, Outcome.NOT_APPLIED),
						BulkItemStatus.EXISTED),
				Arguments.of(Failures.create(WebPushError.DUPLICATE_TITLE, Outcome.UNKNOWN), BulkItemStatus.UNCLEAR),
				Arguments.of(Failures.create(WebPushError.DUPLICATE_TITLE, Outcome.APPLIED), BulkItemStatus.UNCLEAR),
				Arguments.of(Failures.create(WebPushError.NO_RESPONSE, Outcome.UNKNOWN), BulkItemStatus.UNCLEAR),
				Arguments.of(Failures.create(WebPushError.UNREADABLE_RESPONSE, Outcome.APPLIED),
						BulkItemStatus.UNCLEAR),
				Arguments.of(Failures.create(WebPushError.VALIDATION_FAILED, Outcome.NOT_APPLIED),
						BulkItemStatus.FAILED),
				Arguments.of(Failures.create(WebPushError.UNREACHABLE, Outcome.NOT_APPLIED), BulkItemStatus.FAILED),
				Arguments.of(new IllegalStateException("somebody's"), BulkItemStatus.UNCLEAR),
				Arguments.of(new CompletionException(Failures.create(WebPushError.REFUSED, Outcome.NOT_APPLIED)),
						BulkItemStatus.FAILED));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureIsTheItemsResultAndNotTheEnd(Throwable failure, BulkItemStatus state) throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(2));
		this.calls.fail("0", failure);
		this.calls.complete("1");
		BulkReport<String, CreatedCampaign> report = report(run);
		assertThat(report.results().get(0).status()).isEqualTo(state);
		assertThat(report.results().get(0).result()).isNull();
		assertThat(report.results().get(0).failure())
			.isSameAs((failure instanceof CompletionException) ? failure.getCause() : failure);
		assertThat(report.results().get(1).status()).isEqualTo(BulkItemStatus.CREATED);
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.COMPLETED);
	}

	@Test
	void mappingThatFailsIsTheItemsResultAndNotTheEnd() throws Exception {
		BulkRun<String, CreatedCampaign> run = this.bulk.createAll(List.of("", "null", "error", "good"),
				(title) -> switch (title) {
					case "null" -> null;
					case "error" -> throw new AssertionError("broken mapping");
					default -> campaign(title);
				}, this.progress::add);
		this.calls.run();
		this.calls.complete("good");
		BulkReport<String, CreatedCampaign> report = report(run);
		assertThat(report.results()).extracting(BulkResult::status)
			.containsExactly(BulkItemStatus.FAILED, BulkItemStatus.FAILED, BulkItemStatus.FAILED,
					BulkItemStatus.CREATED);
		assertThat(report.results().get(0).failure()).isInstanceOf(InvalidCampaignException.class);
		assertThat(report.results().get(1).failure()).hasMessageContaining("must not return null");
		assertThat(report.results().get(2).failure()).hasMessage("broken mapping");
		assertThat(this.progress).hasSize(4);
	}

	@Test
	void itemsThatCannotBeReadEndTheRunAndItSaysSo() throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(() -> failingAfter("0", "1"));
		assertThat(this.calls.open).isEmpty();
		BulkReport<String, CreatedCampaign> report = report(run);
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.ITEMS_UNREADABLE);
		assertThat(report.cause()).hasMessage("connection to the database lost");
		assertThat(report.results()).hasSize(2).allSatisfy((result) -> {
			assertThat(result.status()).isEqualTo(BulkItemStatus.NOT_ATTEMPTED);
			assertThat(result.failure()).isNull();
		});
		assertThat(report).asString().contains("2 NOT_ATTEMPTED. Ended by: connection to the database lost");
	}

	@Test
	void whatWasSentBeforeTheItemsCouldNotBeReadIsWaitedFor() throws Exception {
		this.calls.sent.add("0");
		BulkRun<String, CreatedCampaign> run = begin(() -> failingAfter("0", "1"));
		assertThat(run.isDone()).isFalse();
		this.calls.complete("0");
		assertThat(report(run).results()).extracting(BulkResult::status)
			.containsExactly(BulkItemStatus.CREATED, BulkItemStatus.NOT_ATTEMPTED);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNAUTHORIZED", "ACCESS_DENIED", "LAUNCH_DISABLED" })
	void refusedCredentialsEndTheRun(WebPushError error) throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(10));
		this.calls.sent.add("1");
		WebPushException refusal = Failures.create(error, Outcome.NOT_APPLIED);
		this.calls.fail("0", refusal);
		assertThat(run.isDone()).isFalse();
		this.calls.complete("1");
		BulkReport<String, CreatedCampaign> report = report(run);
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.ACCOUNT_REJECTED);
		assertThat(report.cause()).isSameAs(refusal);
		assertThat(report.results()).hasSize(10).extracting(BulkResult::item).isEqualTo(titles(10));
		assertThat(report.results().get(0).status()).isEqualTo(BulkItemStatus.FAILED);
		assertThat(report.results().get(1).status()).isEqualTo(BulkItemStatus.CREATED);
		assertThat(report.results().subList(2, 10)).allSatisfy((result) -> {
			assertThat(result.status()).isEqualTo(BulkItemStatus.NOT_ATTEMPTED);
			assertThat(result.failure()).isNull();
		});
		assertThat(this.calls.started).containsExactly("0", "1", "2");
	}

	@Test
	void refusalAfterAnUnclearAttemptIsUnclearAndEndsTheRun() throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(2));
		this.calls.fail("0", Failures.create(WebPushError.UNAUTHORIZED, Outcome.UNKNOWN));
		assertThat(report(run).results()).extracting(BulkResult::status)
			.containsExactly(BulkItemStatus.UNCLEAR, BulkItemStatus.NOT_ATTEMPTED);
	}

	@Test
	void endOfTheApplicationEndsTheRun() throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(5));
		this.calls.sent.add("1");
		WebPushException stopping = Failures.cancelledUnsent();
		this.calls.fail("0", stopping);
		this.calls.complete("1");
		BulkReport<String, CreatedCampaign> report = report(run);
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.SHUTDOWN);
		assertThat(report.cause()).isSameAs(stopping);
		assertThat(report.count(BulkItemStatus.NOT_ATTEMPTED)).isEqualTo(4);
		assertThat(report.count(BulkItemStatus.CREATED)).isEqualTo(1);
	}

	@Test
	void cancelTakesBackWhatWaitsAndWaitsForWhatWasSent() throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(10));
		this.calls.sent.add("1");
		run.cancel();
		assertThat(this.calls.open).containsOnlyKeys("1");
		this.calls.run();
		assertThat(run.isDone()).isFalse();
		this.calls.complete("1");
		BulkReport<String, CreatedCampaign> report = report(run);
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.CANCELLED);
		assertThat(report.cause()).isInstanceOf(CancellationException.class);
		assertThat(report.results()).hasSize(10);
		assertThat(report.results().get(1).status()).isEqualTo(BulkItemStatus.CREATED);
		assertThat(report.withStatus(BulkItemStatus.NOT_ATTEMPTED)).hasSize(9)
			.allSatisfy((result) -> assertThat(result.failure()).isNull());
		assertThat(this.calls.started).hasSize(3);
	}

	@Test
	void shutdownEndsARunWithAFullReportWhenWhatWasSentHasEnded() throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(10));
		this.calls.sent.add("1");
		List<String> stopped = new ArrayList<>();
		this.calls.lifecycle.stop(() -> stopped.add("stopped"));
		this.calls.run();
		assertThat(this.calls.open).containsOnlyKeys("1");
		assertThat(run.isDone()).isFalse();
		assertThat(stopped).isEmpty();
		this.calls.complete("1");
		assertThat(stopped).containsExactly("stopped");
		BulkReport<String, CreatedCampaign> report = report(run);
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.SHUTDOWN);
		assertThat(report.cause()).hasMessage("The application is stopping");
		assertThat(report.results()).hasSize(10);
		assertThat(report.count(BulkItemStatus.NOT_ATTEMPTED)).isEqualTo(9);
		assertThat(this.calls.started).hasSize(3);
	}

	@Test
	void runThatIsStartedDuringTheShutdownSendsNothing() throws Exception {
		this.calls.lifecycle.stop();
		BulkReport<String, CreatedCampaign> report = report(begin(titles(3)));
		assertThat(report.exitReason()).isEqualTo(BulkExitReason.SHUTDOWN);
		assertThat(report.count(BulkItemStatus.NOT_ATTEMPTED)).isEqualTo(3);
		assertThat(this.calls.started).isEmpty();
	}

	@Test
	void itemThatTheExecutorDidNotTakeIsAFailureAndNotTheEndOfTheRun() throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(2));
		this.calls.fail("0",
				Failures.of(WebPushOperation.CREATE, WebPushError.EXECUTOR_REJECTED, Outcome.NOT_APPLIED, 0));
		this.calls.complete("1");
		assertThat(report(run).exitReason()).isEqualTo(BulkExitReason.COMPLETED);
		assertThat(report(run).results()).extracting(BulkResult::status)
			.containsExactly(BulkItemStatus.FAILED, BulkItemStatus.CREATED);
	}

	@Test
	void cancelBeforeTheFirstItemAttemptsNone() throws Exception {
		BulkRun<String, CreatedCampaign> run = this.bulk.createAll(titles(4), WebPushBulkTests::campaign,
				this.progress::add);
		run.cancel();
		this.calls.run();
		assertThat(report(run).count(BulkItemStatus.NOT_ATTEMPTED)).isEqualTo(4);
		assertThat(this.calls.started).isEmpty();
	}

	@Test
	void cancelWhileAnItemIsMappedSendsNothing() throws Exception {
		List<BulkRun<?, ?>> itself = new ArrayList<>();
		BulkRun<String, CreatedCampaign> run = this.bulk.createAll(titles(4), (title) -> {
			itself.get(0).cancel();
			return campaign(title);
		}, this.progress::add);
		itself.add(run);
		this.calls.run();
		assertThat(report(run).withStatus(BulkItemStatus.NOT_ATTEMPTED)).hasSize(4)
			.allSatisfy((result) -> assertThat(result.failure()).isNull());
		assertThat(report(run).cause()).isInstanceOf(CancellationException.class);
		assertThat(this.calls.started).isEmpty();
		assertThat(report(run).exitReason()).isEqualTo(BulkExitReason.CANCELLED);
	}

	@Test
	void cancelAfterTheEndChangesNothing() throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(1));
		this.calls.complete("0");
		run.cancel();
		run.cancel();
		this.calls.run();
		assertThat(report(run).exitReason()).isEqualTo(BulkExitReason.COMPLETED);
	}

	@Test
	void cancelledItemThatWasRefusedBeforeIsAFailure() throws Exception {
		BulkRun<String, CreatedCampaign> run = begin(titles(1));
		this.calls.sent.add("0");
		run.cancel();
		this.calls.fail("0", Failures.create(WebPushError.CANCELLED, Outcome.NOT_APPLIED));
		assertThat(report(run).results().get(0).status()).isEqualTo(BulkItemStatus.FAILED);
	}

	@Test
	void restThatCannotBeReadIsToldBesideTheCause() throws Exception {
		BulkRun<String, CreatedCampaign> run = new WebPushBulk(this.calls.client(), 1)
			.createAll(() -> failingAfter("0", "1"), WebPushBulkTests::campaign, this.progress::add);
		this.calls.run();
		WebPushException refusal = Failures.create(WebPushError.UNAUTHORIZED, Outcome.NOT_APPLIED);
		this.calls.fail("0", refusal);
		assertThat(report(run).exitReason()).isEqualTo(BulkExitReason.ACCOUNT_REJECTED);
		assertThat(report(run).results()).hasSize(2);
		assertThat(refusal).satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
			.satisfies((suppressed) -> assertThat(suppressed).hasMessage("connection to the database lost")));
	}

	@Test
	void progressCountsUpAndEstimatesByTheBudgetFirst() {
		begin(titles(4));
		this.calls.complete("0");
		this.calls.fail("1", Failures.create(WebPushError.DUPLICATE_TITLE, Outcome.NOT_APPLIED));
		BulkProgress first = this.progress.get(0);
		assertThat(first.done()).isEqualTo(1);
		assertThat(first.total()).isEqualTo(4);
		assertThat(first.elapsed()).isZero();
		assertThat(first.timeLeft()).isEqualTo(Duration.ofSeconds(6));
		assertThat(first.latest().item()).isEqualTo("0");
		BulkProgress second = this.progress.get(1);
		assertThat(second.done()).isEqualTo(2);
		assertThat(second.count(BulkItemStatus.CREATED)).isEqualTo(1);
		assertThat(second.count(BulkItemStatus.EXISTED)).isEqualTo(1);
		assertThat(second.count(BulkItemStatus.FAILED)).isZero();
		assertThat(second.timeLeft()).isEqualTo(Duration.ofSeconds(4));
	}

	@Test
	void estimateFollowsThePaceOfTheLastItems() {
		begin(titles(200));
		for (int i = 0; i < 100; i++) {
			this.calls.complete(Integer.toString(i));
			this.calls.pass(Duration.ofSeconds((i < 60) ? 20 : 5));
		}
		assertThat(this.progress.get(50).timeLeft()).isEqualTo(Duration.ofSeconds(149 * 20));
		assertThat(this.progress.get(99).timeLeft()).isEqualTo(Duration.ofSeconds(100 * 5));
		assertThat(this.progress.get(99).elapsed()).isEqualTo(Duration.ofSeconds(60 * 20 + 39 * 5));
	}

	@Test
	void paceIsThatBetweenItemsAndNotFromTheBeginningOfTheRun() {
		begin(titles(10));
		this.calls.pass(Duration.ofSeconds(100));
		this.calls.complete("0");
		this.calls.pass(Duration.ofSeconds(20));
		this.calls.complete("1");
		assertThat(this.progress.get(1).timeLeft()).isEqualTo(Duration.ofSeconds(8 * 20));
	}

	@Test
	void totalOfWhatIsNoCollectionIsNotKnown() {
		begin(() -> titles(3).iterator());
		this.calls.complete("0");
		assertThat(this.progress.get(0).total()).isNull();
		assertThat(this.progress.get(0).timeLeft()).isNull();
	}

	@Test
	void itemsThatWereNotAttemptedAreNoProgress() {
		BulkRun<String, CreatedCampaign> run = begin(titles(10));
		this.calls.complete("0");
		run.cancel();
		this.calls.run();
		assertThat(run.isDone()).isTrue();
		assertThat(this.progress).hasSize(1);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void listenerThatFailsIsLoggedOnceAndTheRunGoesOn(CapturedOutput output) throws Exception {
		this.calls.answerAtOnce(FakeCalls::created);
		BulkRun<String, CreatedCampaign> run = this.bulk.createAll(titles(20), WebPushBulkTests::campaign,
				(progress) -> {
					throw new IllegalStateException("broken listener " + progress.done());
				});
		this.calls.run();
		assertThat(report(run).count(BulkItemStatus.CREATED)).isEqualTo(20);
		assertThat(output).containsOnlyOnce("The progress listener of a bulk run failed")
			.containsPattern("WARN .* The progress listener of a bulk run failed")
			.contains("broken listener 1")
			.doesNotContain("broken listener 2");
	}

	@Test
	void completionIsToldTheReportAndCannotBeTamperedWith() {
		BulkRun<String, CreatedCampaign> run = begin(titles(1));
		List<BulkReport<String, CreatedCampaign>> told = new ArrayList<>();
		run.completion().thenAccept(told::add);
		run.completion().toCompletableFuture().cancel(true);
		this.calls.complete("0");
		assertThat(told).singleElement().satisfies((report) -> assertThat(report.results()).hasSize(1));
	}

	@Test
	void argumentsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WebPushBulk(this.calls.client(), 0))
			.withMessage("'concurrency' must be positive, but is 0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.bulk.createAll(null, WebPushBulkTests::campaign, this.progress::add))
			.withMessage("'items' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.bulk.createAll(titles(1), null, this.progress::add))
			.withMessage("'mapping' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.bulk.launchAll(titles(1), null, this.progress::add))
			.withMessage("'mapping' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.bulk.createAll(titles(1), WebPushBulkTests::campaign, null))
			.withMessage("'listener' must not be null");
		assertThat(this.calls.started).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> new WebPushBulk(null))
			.withMessage("'template' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> new BulkLaunch(null, message()))
			.withMessage("'id' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> new BulkLaunch(CampaignId.of(1), null))
			.withMessage("'message' must not be null");
	}

	@Test
	void runOfATemplateIsSentByIt() throws Exception {
		WebPushCredentials nobody = (WebPushCredentials) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { WebPushCredentials.class }, (proxy, method, arguments) -> {
					throw new IllegalStateException("no credentials");
				});
		RateLimiter limiter = RateLimiter.of("once",
				RateLimiterConfig.custom().limitForPeriod(1).limitRefreshPeriod(Duration.ofHours(1)).build());
		WebPushTemplate template = TestClients.silent(nobody).rateLimiter(Budget.CREATE, limiter).build();
		BulkReport<String, CreatedCampaign> report = new WebPushBulk(template)
			.createAll(titles(1), WebPushBulkTests::campaign, this.progress::add)
			.await();
		assertThat(report.results().get(0).failure()).hasRootCauseMessage("no credentials");
	}

	private BulkRun<String, CreatedCampaign> begin(Iterable<String> titles) {
		BulkRun<String, CreatedCampaign> run = this.bulk.createAll(titles, WebPushBulkTests::campaign,
				this.progress::add);
		this.calls.run();
		return run;
	}

	private BulkRun<Long, LaunchedCampaign> launch(int count) {
		PushMessage message = message();
		BulkRun<Long, LaunchedCampaign> run = this.bulk.launchAll(LongStream.rangeClosed(1, count).boxed().toList(),
				(id) -> new BulkLaunch(CampaignId.of(id), message), this.progress::add);
		this.calls.run();
		return run;
	}

	private static PushMessage message() {
		return PushMessage.titled("Sale")
			.description("Now")
			.link("https://shop.example")
			.ttl(Duration.ofHours(1))
			.toAllSubscribers()
			.build();
	}

	/**
	 * Return the report, which is there already: nobody else could make it come.
	 */
	private static <T, R> BulkReport<T, R> report(BulkRun<T, R> run) throws InterruptedException {
		assertThat(run.isDone()).isTrue();
		return run.await();
	}

	private static List<String> titles(int count) {
		return IntStream.range(0, count).mapToObj(Integer::toString).toList();
	}

	private static CreateCampaign campaign(String title) {
		return CreateCampaign.titled(title).language("en_GB").build();
	}

	private static Iterator<String> failingAfter(String... titles) {
		Iterator<String> good = List.of(titles).iterator();
		return new Iterator<>() {
			@Override
			public boolean hasNext() {
				return true;
			}

			@Override
			public String next() {
				if (!good.hasNext()) {
					throw new IllegalStateException("connection to the database lost");
				}
				return good.next();
			}
		};
	}

}
