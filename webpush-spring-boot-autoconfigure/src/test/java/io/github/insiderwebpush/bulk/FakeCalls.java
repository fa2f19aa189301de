package io.github.insiderwebpush.bulk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.Failures;
import io.github.insiderwebpush.client.WebPushLifecycle;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import io.github.insiderwebpush.statistics.TopMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are answered when a test says so, on the test's own thread.
 */
final class FakeCalls implements WebPushAsyncOperations, WebPushTimer {

	/** Calls without an answer, by title. */
	final Map<String, CompletableFuture<CreatedCampaign>> open = new LinkedHashMap<>();

	final List<String> started = new ArrayList<>();

	/** Titles of calls that are on the wire and cannot be taken back. */
	final Set<String> sent = new HashSet<>();

	private final Queue<Runnable> steps = new ArrayDeque<>();

	private Function<CreateCampaign, CompletableFuture<CreatedCampaign>> answer = (campaign) -> this.open
		.computeIfAbsent(campaign.title(), (title) -> new OpenCall(title));

	final WebPushLifecycle lifecycle = new WebPushLifecycle();

	/** What becomes of a launch. */
	Function<CampaignId, CompletableFuture<LaunchedCampaign>> launch = (id) -> CompletableFuture
		.completedFuture(new LaunchedCampaign(id));

	private long now = -5;

	private int runs;

	/**
	 * Answer every create at once.
	 */
	void answerAtOnce(Function<CreateCampaign, CompletableFuture<CreatedCampaign>> answer) {
		this.answer = answer;
	}

	static CompletableFuture<CreatedCampaign> created(CreateCampaign campaign) {
		return CompletableFuture.completedFuture(created(campaign.title()));
	}

	static CreatedCampaign created(String title) {
		return new CreatedCampaign(CampaignId.of(1 + Math.abs((long) title.hashCode())), title, null);
	}

	void complete(String title) {
		take(title).complete(created(title));
		run();
	}

	void fail(String title, Throwable failure) {
		take(title).completeExceptionally(failure);
		run();
	}

	private CompletableFuture<CreatedCampaign> take(String title) {
		CompletableFuture<CreatedCampaign> call = this.open.remove(title);
		if (call == null) {
			throw new IllegalStateException("There is no open call for '" + title + "', but for " + this.open.keySet());
		}
		return call;
	}

	/**
	 * Do what is to be done until all that is left is waiting.
	 */
	void run() {
		for (Runnable step = this.steps.poll(); step != null; step = this.steps.poll()) {
			this.runs++;
			step.run();
		}
	}

	int runs() {
		return this.runs;
	}

	void pass(Duration time) {
		this.now += time.toNanos();
	}

	@Override
	public CompletableFuture<CreatedCampaign> createCampaignAsync(CreateCampaign campaign) {
		this.started.add(campaign.title());
		return this.answer.apply(campaign);
	}

	@Override
	public CompletableFuture<LaunchedCampaign> launchCampaignAsync(CampaignId id, PushMessage message) {
		this.started.add(id + " " + message.title());
		return this.launch.apply(id);
	}

	BulkClient client() {
		return new BulkClient(this, this, this.steps::add, (operation) -> Duration.ofSeconds(2), this.lifecycle);
	}

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Scheduled schedule(Runnable task, long delayNanos) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<@Nullable Void> deleteCampaignAsync(CampaignId id) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<TopMetrics> topMetricsAsync(DateRange range) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<OverallMetricsPage> overallMetricsAsync(DateRange range, int page, int perPage) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<CampaignMetrics> campaignMetricsAsync(BuilderId id, DateRange range) {
		throw new UnsupportedOperationException();
	}

	/**
	 * A call that {@code cancel(false)} ends unless its request is on the wire.
	 */
	private final class OpenCall extends CompletableFuture<CreatedCampaign> {

		private final String title;

		OpenCall(String title) {
			this.title = title;
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			if (FakeCalls.this.sent.contains(this.title)) {
				return false;
			}
			FakeCalls.this.open.remove(this.title);
			return completeExceptionally(Failures.cancelledUnsent());
		}

	}

}
