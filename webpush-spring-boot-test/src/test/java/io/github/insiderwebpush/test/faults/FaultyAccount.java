package io.github.insiderwebpush.test.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.bulk.BulkItemStatus;
import io.github.insiderwebpush.bulk.BulkLaunch;
import io.github.insiderwebpush.bulk.BulkReport;
import io.github.insiderwebpush.bulk.BulkResult;
import io.github.insiderwebpush.bulk.BulkRun;
import io.github.insiderwebpush.bulk.WebPushBulk;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.test.BudgetAlgorithm;
import io.github.insiderwebpush.test.StatisticsThrottle;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * One application with the auto-configured starter, on a sandbox and a clock of its own.
 * Users call it without pause while the server and the beans of the application fail at
 * random, until it is stopped in the middle of calls and bulk runs.
 */
final class FaultyAccount {

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

	/** Longer than the longest pause that a throttle can cause. */
	private static final Duration LONG_ENOUGH = Duration.ofMinutes(20);

	/**
	 * Real time, not virtual: the bound after which a call counts as one that never
	 * completes.
	 */
	private static final long STUCK_SECONDS = 60;

	private static final int USERS = 16;

	private static final int LAST_CALLS = 20;

	private static final int BULK_ITEMS = 40;

	private static final Instant STARTS_AT = Instant.parse("2026-11-23T06:00:00Z");

	private static final DateRange DAYS = DateRange.of(LocalDate.ofInstant(STARTS_AT, ZoneOffset.UTC),
			LocalDate.ofInstant(STARTS_AT, ZoneOffset.UTC).plusDays(2));

	private final SplittableRandom random;

	private final int operations;

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	private final ExecutorService pool = Executors.newCachedThreadPool();

	private final CountDownLatch done = new CountDownLatch(USERS);

	private final List<TrackedCall> calls = new ArrayList<>();

	private final List<CampaignId> ids = new ArrayList<>();

	private final List<String> findings = new ArrayList<>();

	private final Map<Integer, Runnable> cancelledOnTheWire = new ConcurrentHashMap<>();

	private final WebPushSandbox sandbox;

	private final ServerFaults serverFaults;

	private final ClientFaults clientFaults;

	private final CallTracker tracker;

	private final ConfigurableApplicationContext application;

	private final WebPushTemplate webPush;

	/**
	 * Start the application.
	 * @param seed where the plan of all calls and faults comes from; threads still run as
	 * they like
	 * @param operations the number of calls before the shutdown
	 */
	FaultyAccount(long seed, int operations) {
		this.random = new SplittableRandom(seed);
		this.operations = operations;
		this.sandbox = sandbox(this.random, this.clock);
		this.serverFaults = new ServerFaults(this.sandbox, this.random.split(), READ_TIMEOUT);
		this.clientFaults = new ClientFaults(this.random.split(), this.pool,
				(call) -> this.clock.schedule(call::cancel, Duration.ofSeconds(20).toNanos()));
		this.tracker = new CallTracker(this.clientFaults, this::cancelOnTheWire);
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties("spring.main.banner-mode=off", "logging.level.root=off",
					"webpush.read-timeout=" + READ_TIMEOUT.toMillis() + "ms")
			.initializers((context) -> register((GenericApplicationContext) context))
			.run();
		this.webPush = this.application.getBean(WebPushTemplate.class);
	}

	private static WebPushSandbox sandbox(SplittableRandom random, WebPushVirtualClock clock) {
		WebPushSandbox.Builder builder = WebPushSandbox.builder()
			.clock(clock)
			.startsAt(STARTS_AT)
			.budgetAlgorithm(any(random, List.of(BudgetAlgorithm.values())))
			.statisticsThrottle(any(random, List.of(StatisticsThrottle.values())));
		if (random.nextBoolean()) {
			builder.withoutRetryAfter();
		}
		if (random.nextBoolean()) {
			builder.deletedTitlesBecomeFree();
		}
		return builder.start();
	}

	private static <T> T any(SplittableRandom random, List<T> list) {
		return list.get(random.nextInt(list.size()));
	}

	private void register(GenericApplicationContext context) {
		context.registerBean(WebPushVirtualClock.class, () -> this.clock);
		context.registerBean(WebPushConnectionDetails.class, this.sandbox::connectionDetails);
		context.registerBean(ObservationRegistry.class, () -> {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(this.tracker);
			return registry;
		});
		context.registerBean(WebPushRestClientCustomizer.class, () -> this.tracker::customize);
		context.registerBean("applicationTaskExecutor", Executor.class, () -> this.clientFaults::execute);
		context.registerBean(WebPushRetryPolicy.class, () -> this.clientFaults::delayBefore);
		context.registerBean(WebPushErrorTranslator.class, () -> this.clientFaults::translate);
	}

	/**
	 * Make all calls, stop the application while more are in flight, and compare what the
	 * callers were told with the records of the sandbox.
	 */
	Audit run() throws InterruptedException {
		for (int i = 0; i < USERS; i++) {
			thinkThenCall();
		}
		awaitUsers();
		this.sandbox.resetFaults();
		letPass(LONG_ENOUGH);
		checkBudgets();
		stopInTheMiddle();
		Leaks.connections(this.sandbox.baseUrl().getPort())
			.forEach((connection) -> this.findings.add("Not closed: " + connection));
		Duration virtualTime = this.clock.elapsed();
		this.sandbox.close();
		this.clock.close();
		this.pool.shutdown();
		Audit audit = new Audit(this.sandbox, virtualTime);
		this.findings.forEach(audit::disagree);
		audit.clientFaults(this.clientFaults.counts());
		this.calls.forEach(audit::check);
		return audit;
	}

	private void awaitUsers() throws InterruptedException {
		int before = -1;
		while (!this.done.await(STUCK_SECONDS, TimeUnit.SECONDS)) {
			synchronized (this.random) {
				if (before == this.calls.size()) {
					this.findings.add(this.done.getCount() + " users wait for calls that do not complete");
					return;
				}
				before = this.calls.size();
			}
		}
	}

	private void thinkThenCall() {
		long think;
		synchronized (this.random) {
			think = (this.random.nextInt(200) == 0) ? this.random.nextLong(120_000) : this.random.nextLong(3000);
		}
		this.clock.schedule(() -> {
			this.clock.workBegins();
			this.pool.execute(this::call);
		}, Duration.ofMillis(think).toNanos());
	}

	/**
	 * Make one call of one user. Time stands still until it has started.
	 */
	private void call() {
		Plan plan;
		synchronized (this.random) {
			plan = (this.calls.size() < this.operations) ? plan() : null;
			if (plan != null) {
				scriptFaults(plan.call().operation());
			}
		}
		if (plan == null) {
			this.done.countDown();
			this.clock.workEnds();
		}
		else if (plan.blocking()) {
			this.clock.workEnds();
			block(plan);
			thinkThenCall();
		}
		else {
			try {
				start(plan, this::thinkThenCall);
			}
			finally {
				this.clock.workEnds();
			}
		}
	}

	private void scriptFaults(WebPushOperation operation) {
		if (this.random.nextInt(100) < 22) {
			this.serverFaults.script(operation);
		}
		if (this.random.nextInt(700) == 0) {
			this.serverFaults.outage(operation);
			this.clock.schedule(this.sandbox::resetFaults, Duration.ofSeconds(this.random.nextInt(120)).toNanos());
		}
	}

	private Plan plan() {
		int percent = this.random.nextInt(100);
		if (percent < 26) {
			return create();
		}
		if (percent < 56) {
			CampaignId id = id();
			TrackedCall call = track(WebPushOperation.LAUNCH, id.toString(), false);
			PushMessage message = message(call);
			return plan(call, () -> this.webPush.launchCampaign(id, message),
					() -> this.webPush.launchCampaignAsync(id, message));
		}
		if (percent < 76) {
			CampaignId id = id();
			return plan(track(WebPushOperation.DELETE, id.toString(), false), () -> {
				this.webPush.deleteCampaign(id);
				return true;
			}, () -> this.webPush.deleteCampaignAsync(id));
		}
		if (percent < 84) {
			return plan(track(WebPushOperation.TOP_METRICS, "", false), () -> this.webPush.topMetrics(DAYS),
					() -> this.webPush.topMetricsAsync(DAYS));
		}
		if (percent < 92) {
			int page = this.random.nextInt(1, 4);
			return plan(track(WebPushOperation.OVERALL_METRICS, "", false),
					() -> this.webPush.overallMetrics(DAYS, page, 20),
					() -> this.webPush.overallMetricsAsync(DAYS, page, 20));
		}
		BuilderId id = BuilderId.of(11_111 + this.random.nextInt(50));
		return plan(track(WebPushOperation.CAMPAIGN_METRICS, id.toString(), false),
				() -> this.webPush.campaignMetrics(id, DAYS), () -> this.webPush.campaignMetricsAsync(id, DAYS));
	}

	/**
	 * Many titles are taken, by an earlier call or by one in flight.
	 */
	private Plan create() {
		boolean unique = this.random.nextBoolean();
		String title = (this.random.nextInt(3) == 0) ? "Again " + this.random.nextInt(1 + this.operations / 8)
				: "Campaign " + this.calls.size();
		CreateCampaign.Builder builder = CreateCampaign.titled(title).language("en_GB");
		CreateCampaign campaign = (unique ? builder.uniqueTitle() : builder).build();
		return plan(track(WebPushOperation.CREATE, campaign.title(), unique),
				() -> this.webPush.createCampaign(campaign), () -> this.webPush.createCampaignAsync(campaign));
	}

	private Plan plan(TrackedCall call, Supplier<Object> blockingCall, Supplier<CompletableFuture<?>> asyncCall) {
		int patience = this.random.nextInt(100);
		CancelAt cancelAt = (patience < 4) ? CancelAt.LATER : (patience < 8) ? CancelAt.ON_THE_WIRE : CancelAt.NEVER;
		return new Plan(call, this.random.nextInt(3) == 0, cancelAt, Duration.ofMillis(this.random.nextInt(20_000)),
				blockingCall, asyncCall);
	}

	private TrackedCall track(WebPushOperation operation, String subject, boolean titleUnique) {
		TrackedCall call = new TrackedCall(this.calls.size(), operation, subject, titleUnique);
		this.calls.add(call);
		return call;
	}

	/**
	 * Descriptions tell launches apart.
	 */
	private static PushMessage message(TrackedCall call) {
		return PushMessage.titled("News")
			.description("Call " + call.number())
			.link("https://shop.example/sale")
			.ttl(Duration.ofHours(1))
			.toSegment("d_wp_browser", "Edg")
			.build();
	}

	/**
	 * Mostly one of the latest campaigns, sometimes one that does not exist.
	 */
	private CampaignId id() {
		if (this.ids.isEmpty() || this.random.nextInt(20) == 0) {
			return CampaignId.of(25_696 + this.random.nextInt(2 * this.operations));
		}
		return this.ids.get(this.ids.size() - 1 - this.random.nextInt(Math.min(40, this.ids.size())));
	}

	private void ended(TrackedCall call, @Nullable Object value, @Nullable Throwable failure) {
		call.ended(value, failure);
		this.cancelledOnTheWire.remove(call.number());
		if (value instanceof CreatedCampaign created) {
			synchronized (this.random) {
				this.ids.add(created.id());
			}
		}
	}

	private void block(Plan plan) {
		TrackedCall call = plan.call();
		Interrupter interrupter = new Interrupter(Thread.currentThread());
		call.cancellation(interrupter::interrupt);
		cancel(plan);
		this.tracker.starts(call);
		try {
			ended(call, plan.blockingCall().get(), null);
		}
		catch (RuntimeException | Error ex) {
			ended(call, null, ex);
		}
		interrupter.end();
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void start(Plan plan, Runnable next) {
		TrackedCall call = plan.call();
		cancel(plan);
		this.tracker.starts(call);
		CompletableFuture<?> future = plan.asyncCall().get();
		call.cancellation(() -> future.cancel(true));
		future.whenComplete((value, failure) -> {
			ended(call, value, failure);
			next.run();
		});
	}

	private void cancel(Plan plan) {
		switch (plan.cancelAt()) {
			case NEVER -> {
			}
			case LATER -> this.clock.schedule(plan.call()::cancel, plan.cancelAfter().toNanos());
			case ON_THE_WIRE -> this.cancelledOnTheWire.put(plan.call().number(), plan.call()::cancel);
		}
	}

	/**
	 * Beside the request, so that either may be first.
	 */
	private void cancelOnTheWire(TrackedCall call) {
		Runnable cancellation = this.cancelledOnTheWire.remove(call.number());
		if (cancellation != null) {
			this.pool.execute(cancellation);
		}
	}

	/**
	 * Let virtual time pass, which it does only while nothing works.
	 */
	private void letPass(Duration time) throws InterruptedException {
		CountDownLatch passed = new CountDownLatch(1);
		this.clock.schedule(passed::countDown, time.toNanos());
		if (!passed.await(STUCK_SECONDS, TimeUnit.SECONDS)) {
			this.findings.add("Virtual time stands still: work that began did not end");
		}
	}

	private void checkBudgets() {
		for (Budget budget : Budget.values()) {
			BudgetUsage usage = this.webPush.usage(budget);
			if (usage.available() != usage.limit() || usage.waiting() != 0) {
				this.findings.add("Permits that did not return: " + budget + " " + usage);
			}
		}
	}

	private void stopInTheMiddle() throws InterruptedException {
		WebPushBulk bulk = this.application.getBean(WebPushBulk.class);
		List<TrackedCall> creates = new ArrayList<>();
		List<TrackedCall> launches = new ArrayList<>();
		synchronized (this.random) {
			for (int i = 0; i < BULK_ITEMS; i++) {
				creates.add(track(WebPushOperation.CREATE, "Bulk " + i, false));
				launches.add(track(WebPushOperation.LAUNCH, id().toString(), false));
			}
		}
		BulkRun<TrackedCall, ?> creating = bulk.createAll(creates, (call) -> {
			// The call follows on the same thread.
			this.tracker.starts(call);
			return CreateCampaign.titled(call.subject()).language("en_GB").build();
		}, (progress) -> {
		});
		letPass(Duration.ofSeconds(this.random.nextInt(1, 40)));
		BulkRun<TrackedCall, ?> launching = bulk.launchAll(launches, (call) -> {
			this.tracker.starts(call);
			return new BulkLaunch(CampaignId.of(Long.parseLong(call.subject())), message(call));
		}, (progress) -> {
		});
		CountDownLatch ended = new CountDownLatch(LAST_CALLS);
		this.clock.workBegins();
		for (int i = 0; i < LAST_CALLS; i++) {
			Plan plan;
			synchronized (this.random) {
				plan = plan();
				scriptFaults(plan.call().operation());
			}
			start(plan, ended::countDown);
		}
		this.clock.workEnds();
		this.application.close();
		int requests = this.sandbox.requests().size();
		if (!ended.await(STUCK_SECONDS, TimeUnit.SECONDS)) {
			this.findings.add(ended.getCount() + " calls did not complete after the shutdown");
		}
		report(creating);
		report(launching);
		if (this.sandbox.requests().size() != requests) {
			this.findings.add("Requests were sent after the application had stopped");
		}
	}

	private <R> void report(BulkRun<TrackedCall, R> run) throws InterruptedException {
		CompletableFuture<BulkReport<TrackedCall, R>> completion = run.completion().toCompletableFuture();
		try {
			for (BulkResult<TrackedCall, R> result : completion.get(STUCK_SECONDS, TimeUnit.SECONDS).results()) {
				boolean attempted = result.status() != BulkItemStatus.NOT_ATTEMPTED;
				ended(result.item(), attempted ? result.result() : BulkItemStatus.NOT_ATTEMPTED, result.failure());
			}
		}
		catch (TimeoutException | ExecutionException ex) {
			this.findings.add("A bulk run did not complete: " + ex);
		}
	}

	/**
	 * When the caller gives a call up.
	 */
	private enum CancelAt {

		NEVER, LATER, ON_THE_WIRE

	}

	private record Plan(TrackedCall call, boolean blocking, CancelAt cancelAt, Duration cancelAfter,
			Supplier<Object> blockingCall, Supplier<CompletableFuture<?>> asyncCall) {
	}

	/**
	 * Interrupts a thread while it is in its call, and never after.
	 */
	private static final class Interrupter {

		private final Thread thread;

		private boolean ended;

		Interrupter(Thread thread) {
			this.thread = thread;
		}

		synchronized void interrupt() {
			if (!this.ended) {
				this.thread.interrupt();
			}
		}

		synchronized void end() {
			this.ended = true;
			Thread.interrupted();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
