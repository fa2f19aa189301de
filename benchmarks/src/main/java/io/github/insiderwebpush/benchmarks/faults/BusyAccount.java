package io.github.insiderwebpush.benchmarks.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
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
import org.springframework.util.Assert;

/**
 * One application with the starter, as it is wired by its auto-configuration, on a
 * sandbox and a clock of its own, with users who call it without end while its vendor
 * fails at random.
 */
final class BusyAccount {

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

	/** Longer than the longest stop that a throttle can cause. */
	private static final Duration LONG_ENOUGH = Duration.ofMinutes(20);

	private static final int USERS = 16;

	private static final int LAST_WAVE = 30;

	private static final Instant STARTS_AT = Instant.parse("2026-11-23T06:00:00Z");

	private static final DateRange DAYS = DateRange.of(LocalDate.ofInstant(STARTS_AT, ZoneOffset.UTC),
			LocalDate.ofInstant(STARTS_AT, ZoneOffset.UTC).plusDays(2));

	private final SplittableRandom random;

	private final int calls;

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	private final WebPushSandbox sandbox;

	private final Mark mark = new Mark(ObservationRegistry.create());

	private final Trouble trouble;

	private final ConfigurableApplicationContext application;

	private final WebPushTemplate webPush;

	private final ExecutorService users = Executors.newCachedThreadPool();

	private final CountDownLatch done = new CountDownLatch(USERS);

	private final List<Ticket> tickets = new ArrayList<>();

	private final List<CampaignId> ids = new ArrayList<>();

	private final List<String> findings = new ArrayList<>();

	private final Map<Integer, Runnable> givenUpOnTheWire = new ConcurrentHashMap<>();

	private volatile int started;

	private int leakedPermits;

	private int leakedConnections;

	private BusyAccount(long seed, int calls) {
		this.random = new SplittableRandom(seed);
		this.calls = calls;
		this.sandbox = sandbox(this.random, this.clock);
		this.trouble = new Trouble(this.sandbox, this.random.split(), READ_TIMEOUT);
		this.mark.disturbance(this::giveUpOnTheWire);
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties("spring.main.banner-mode=off", "logging.level.root=off", "webpush.retry.jitter=300ms",
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
		context.registerBean(ObservationRegistry.class, this.mark::registry);
		context.registerBean(WebPushRestClientCustomizer.class,
				() -> (builder) -> builder.requestInterceptor(this.mark));
	}

	/**
	 * Start an account.
	 * @param seed where all its randomness comes from
	 * @param calls how many calls its users make, not counting those at its end
	 */
	static BusyAccount start(long seed, int calls) {
		return new BusyAccount(seed, calls);
	}

	int started() {
		return this.started;
	}

	Duration elapsed() {
		return this.clock.elapsed();
	}

	/**
	 * Let the users do all their calls, then stop the application while a last wave is
	 * under way, and balance the books.
	 */
	Books run() throws InterruptedException {
		for (int i = 0; i < USERS; i++) {
			thinkThenStep();
		}
		this.done.await();
		this.sandbox.resetFaults();
		letPass(LONG_ENOUGH);
		checkBudgets();
		checkConnections();
		stopDuringTheLastWave();
		Duration virtual = this.clock.elapsed();
		this.sandbox.close();
		this.clock.close();
		this.users.shutdown();
		return Books.balance(this.tickets, this.sandbox, this.findings, virtual, this.leakedPermits,
				this.leakedConnections);
	}

	private void thinkThenStep() {
		long think;
		synchronized (this.random) {
			think = (this.random.nextInt(200) == 0) ? this.random.nextLong(120_000) : this.random.nextLong(3000);
		}
		this.clock.schedule(() -> {
			this.clock.workBegins();
			this.users.execute(this::step);
		}, Duration.ofMillis(think).toNanos());
	}

	/**
	 * One call of one user. Time stands still until it has begun.
	 */
	private void step() {
		Plan plan = plan();
		if (plan == null) {
			this.done.countDown();
			this.clock.workEnds();
		}
		else if (plan.blocking()) {
			this.clock.workEnds();
			block(plan);
			thinkThenStep();
		}
		else {
			try {
				start(plan, this::thinkThenStep);
			}
			finally {
				this.clock.workEnds();
			}
		}
	}

	private @Nullable Plan plan() {
		synchronized (this.random) {
			if (this.started == this.calls) {
				return null;
			}
			Plan plan = plan(operation(this.random.nextInt(100)));
			cause(plan.ticket().operation());
			return plan;
		}
	}

	private static WebPushOperation operation(int percent) {
		return (percent < 26) ? WebPushOperation.CREATE
				: (percent < 56) ? WebPushOperation.LAUNCH
						: (percent < 76) ? WebPushOperation.DELETE : (percent < 84) ? WebPushOperation.TOP_METRICS
								: (percent < 92) ? WebPushOperation.OVERALL_METRICS : WebPushOperation.CAMPAIGN_METRICS;
	}

	private void cause(WebPushOperation operation) {
		if (this.random.nextInt(100) < 22) {
			this.trouble.script(operation);
		}
		if (this.random.nextInt(700) == 0) {
			this.trouble.outage(operation);
			this.clock.schedule(this.sandbox::resetFaults, Duration.ofSeconds(this.random.nextInt(120)).toNanos());
		}
	}

	private Plan plan(WebPushOperation operation) {
		int number = this.tickets.size();
		this.started = number + 1;
		GiveUp giveUp = (this.random.nextInt(100) >= 8) ? GiveUp.NEVER
				: this.random.nextBoolean() ? GiveUp.LATER : GiveUp.ON_THE_WIRE;
		Duration giveUpAfter = Duration.ofMillis(this.random.nextInt(20_000));
		boolean blocking = this.random.nextInt(3) == 0;
		return switch (operation) {
			case CREATE -> create(number, blocking, giveUp, giveUpAfter);
			case LAUNCH -> {
				CampaignId id = id();
				PushMessage message = PushMessage.titled("News")
					.description(description(number))
					.link("https://shop.example/sale")
					.ttl(Duration.ofMinutes(this.random.nextInt(1, 600)))
					.toSegment("d_wp_browser", "Edg")
					.build();
				yield new Plan(ticket(number, operation, id.toString(), false), blocking, giveUp, giveUpAfter,
						() -> this.webPush.launchCampaign(id, message),
						() -> this.webPush.launchCampaignAsync(id, message));
			}
			case DELETE -> {
				CampaignId id = id();
				yield new Plan(ticket(number, operation, id.toString(), false), blocking, giveUp, giveUpAfter, () -> {
					this.webPush.deleteCampaign(id);
					return true;
				}, () -> this.webPush.deleteCampaignAsync(id));
			}
			case TOP_METRICS -> new Plan(ticket(number, operation, "", false), blocking, giveUp, giveUpAfter,
					() -> this.webPush.topMetrics(DAYS), () -> this.webPush.topMetricsAsync(DAYS));
			case OVERALL_METRICS -> {
				int page = this.random.nextInt(1, 4);
				yield new Plan(ticket(number, operation, "", false), blocking, giveUp, giveUpAfter,
						() -> this.webPush.overallMetrics(DAYS, page, 20),
						() -> this.webPush.overallMetricsAsync(DAYS, page, 20));
			}
			case CAMPAIGN_METRICS -> {
				BuilderId id = BuilderId.of(11_111 + this.random.nextInt(50));
				yield new Plan(ticket(number, operation, id.toString(), false), blocking, giveUp, giveUpAfter,
						() -> this.webPush.campaignMetrics(id, DAYS),
						() -> this.webPush.campaignMetricsAsync(id, DAYS));
			}
		};
	}

	/**
	 * Titles come from a small stock, so that many are taken, by an earlier call or by
	 * one under way; or they are made unique.
	 */
	private Plan create(int number, boolean blocking, GiveUp giveUp, Duration giveUpAfter) {
		boolean unique = this.random.nextBoolean();
		String title = (this.random.nextInt(3) == 0) ? "Again " + this.random.nextInt(1 + this.calls / 8)
				: "Campaign " + number;
		CreateCampaign.Builder builder = CreateCampaign.titled(title).language("en_GB");
		CreateCampaign campaign = (unique ? builder.uniqueTitle() : builder).build();
		return new Plan(ticket(number, WebPushOperation.CREATE, campaign.title(), unique), blocking, giveUp,
				giveUpAfter, () -> this.webPush.createCampaign(campaign),
				() -> this.webPush.createCampaignAsync(campaign));
	}

	static String description(int call) {
		return "Call " + call;
	}

	private Ticket ticket(int number, WebPushOperation operation, String subject, boolean titleUnique) {
		Ticket ticket = new Ticket(number, operation, subject, titleUnique);
		this.tickets.add(ticket);
		return ticket;
	}

	private void ended(Ticket ticket, @Nullable Object value, @Nullable Throwable failure) {
		ticket.ended(value, failure);
		this.givenUpOnTheWire.remove(ticket.number());
		if (value instanceof CreatedCampaign created) {
			synchronized (this.random) {
				this.ids.add(created.id());
			}
		}
	}

	/**
	 * Mostly one of the latest campaigns, sometimes one that may never have been.
	 */
	private CampaignId id() {
		if (this.ids.isEmpty() || this.random.nextInt(20) == 0) {
			return CampaignId.of(25_696 + this.random.nextInt(2 * this.calls));
		}
		return this.ids.get(this.ids.size() - 1 - this.random.nextInt(Math.min(40, this.ids.size())));
	}

	private void block(Plan plan) {
		Ticket ticket = plan.ticket();
		Interrupter interrupter = new Interrupter(Thread.currentThread());
		giveUp(plan, interrupter::interrupt);
		this.mark.start(ticket, () -> {
			try {
				ended(ticket, plan.call().get(), null);
			}
			catch (RuntimeException | Error ex) {
				ended(ticket, null, ex);
			}
		});
		interrupter.end();
	}

	private void start(Plan plan, Runnable next) {
		Ticket ticket = plan.ticket();
		AtomicReference<@Nullable CompletableFuture<?>> future = new AtomicReference<>();
		giveUp(plan, () -> {
			CompletableFuture<?> startedFuture = future.get();
			if (startedFuture != null) {
				startedFuture.cancel(true);
			}
		});
		this.mark.start(ticket, () -> future.set(plan.asyncCall().get()));
		CompletableFuture<?> told = Objects.requireNonNull(future.get()).whenComplete((value, failure) -> {
			ended(ticket, value, (failure instanceof CompletionException wrapper && wrapper.getCause() != null)
					? wrapper.getCause() : failure);
			next.run();
		});
		Assert.notNull(told, "A future that is followed is one");
	}

	private void giveUp(Plan plan, Runnable cancellation) {
		switch (plan.giveUp()) {
			case NEVER -> {
			}
			case LATER -> this.clock.schedule(cancellation, plan.giveUpAfter().toNanos());
			case ON_THE_WIRE -> this.givenUpOnTheWire.put(plan.ticket().number(), cancellation);
		}
	}

	/**
	 * Beside the request, so that nobody knows which comes first.
	 */
	private void giveUpOnTheWire(Ticket ticket) {
		Runnable cancellation = this.givenUpOnTheWire.remove(ticket.number());
		if (cancellation != null) {
			this.users.execute(cancellation);
		}
	}

	/**
	 * Let time pass, which it does only when nobody works.
	 */
	private void letPass(Duration time) throws InterruptedException {
		CountDownLatch passed = new CountDownLatch(1);
		this.clock.schedule(passed::countDown, time.toNanos());
		passed.await();
	}

	private void checkBudgets() {
		for (Budget budget : Budget.values()) {
			BudgetUsage usage = this.webPush.usage(budget);
			int lost = usage.limit() - usage.available() + usage.waiting();
			if (lost != 0) {
				this.leakedPermits += lost;
				this.findings.add("Not back to a full budget: " + budget + " " + usage);
			}
		}
	}

	/**
	 * The client keeps connections to use again, but no more than it ever needed at once.
	 */
	private void checkConnections() throws InterruptedException {
		int open = OpenConnections.settle(this.sandbox.baseUrl().getPort(), this.mark.mostAtOnce());
		if (open > this.mark.mostAtOnce()) {
			this.leakedConnections += open - this.mark.mostAtOnce();
			this.findings.add(open + " connections are open; at most " + this.mark.mostAtOnce()
					+ " requests were under way at once");
		}
	}

	private void stopDuringTheLastWave() throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(LAST_WAVE);
		this.clock.workBegins();
		for (int i = 0; i < LAST_WAVE; i++) {
			Plan plan;
			synchronized (this.random) {
				plan = plan(operation(this.random.nextInt(100)));
			}
			start(plan, ended::countDown);
		}
		this.clock.workEnds();
		this.application.close();
		ended.await();
	}

	/**
	 * When a caller loses patience.
	 */
	private enum GiveUp {

		NEVER, LATER, ON_THE_WIRE

	}

	private record Plan(Ticket ticket, boolean blocking, GiveUp giveUp, Duration giveUpAfter, Supplier<Object> call,
			Supplier<CompletableFuture<?>> asyncCall) {
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
