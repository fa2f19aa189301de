package io.github.insiderwebpush.console.figures;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.console.startup.StartupException;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.SandboxRequest;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;
import io.github.insiderwebpush.test.autoconfigure.AutoConfigureWebPushSandbox;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Figures are read until they are final, within a share of the budget, on a virtual
 * clock.
 */
@SpringBootTest(classes = FiguresReaderTests.Client.class, webEnvironment = WebEnvironment.NONE)
@AutoConfigureWebPushSandbox
@Timeout(300)
class FiguresReaderTests {

	private static final Duration STEP = Duration.ofSeconds(2);

	private static final Duration TTL = Duration.ofHours(4);

	private final WebPushTemplate template;

	private final WebPushSandbox sandbox;

	private final WebPushVirtualClock time;

	private final Instant started;

	private JdbcClient jdbc;

	private FiguresReader reader;

	FiguresReaderTests(@Autowired WebPushTemplate template, @Autowired WebPushSandbox sandbox,
			@Autowired WebPushVirtualClock time) {
		this.template = template;
		this.sandbox = sandbox;
		this.time = time;
		this.started = Instant.now().minusNanos(time.nanoTime());
	}

	@BeforeEach
	void emptyDatabase() {
		DriverManagerDataSource database = new DriverManagerDataSource(
				"jdbc:h2:mem:figures-" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
		Flyway.configure().dataSource(database).load().migrate();
		this.jdbc = JdbcClient.create(database);
		this.reader = reader(0.5);
	}

	private FiguresReader reader(double share) {
		return new FiguresReader(this.template, new FiguresStore(this.jdbc), share, new VirtualClock());
	}

	@Test
	void figuresAreReadUntilTheyAreFinalAndNotAgain() {
		launched(1);
		pass(Duration.ofSeconds(10));
		assertThat(this.sandbox).received(WebPushOperation.OVERALL_METRICS, 1);
		assertThat(figures()).containsExactly("coming in");
		pass(Duration.ofHours(8));
		assertThat(figures()).containsExactly("final");
		int readings = this.sandbox.requests(WebPushOperation.CAMPAIGN_METRICS).size();
		assertThat(readings).isBetween(10, 40);
		assertThat(this.jdbc.sql("select count(*) from figures_reading").query(Integer.class).single())
			.isEqualTo(readings + 1);
		assertThat(this.jdbc.sql("select clicks from figures").query(Long.class).single()).isPositive()
			.isEqualTo(this.jdbc.sql("select max(clicks) from figures_reading").query(Long.class).single());
		pass(Duration.ofDays(3));
		assertThat(this.sandbox).received(WebPushOperation.CAMPAIGN_METRICS, readings)
			.received(WebPushOperation.OVERALL_METRICS, 1);
	}

	@Test
	void campaignThatIsLaunchedAgainIsReadAgain() {
		launched(1);
		pass(Duration.ofHours(8));
		assertThat(figures()).containsExactly("final");
		this.sandbox.campaigns().forEach((campaign) -> launch(campaign.id()));
		this.jdbc.sql("update campaign set launched_at = ?").param(now().atOffset(ZoneOffset.UTC)).update();
		pass(Duration.ofMinutes(1));
		assertThat(figures()).containsExactly("coming in");
		pass(Duration.ofHours(8));
		assertThat(figures()).containsExactly("final");
	}

	@Test
	void shareOfTheBudgetIsKeptInAnyMinute() {
		launched(60);
		this.sandbox.onEvery(WebPushOperation.CAMPAIGN_METRICS).failWith(Faults.badRequest("not now"));
		this.reader = reader(0.2);
		pass(Duration.ofMinutes(30));
		List<SandboxRequest> requests = this.sandbox.requests()
			.stream()
			.filter((request) -> request.operation() == WebPushOperation.OVERALL_METRICS
					|| request.operation() == WebPushOperation.CAMPAIGN_METRICS)
			.toList();
		int most = requests.stream()
			.mapToInt((from) -> (int) requests.stream()
				.filter((request) -> request.arrivalNanos() >= from.arrivalNanos()
						&& request.arrivalNanos() < from.arrivalNanos() + Duration.ofMinutes(1).toNanos())
				.count())
			.max()
			.orElseThrow();
		assertThat(most).isEqualTo(6);
	}

	@Test
	void budgetThatOthersUseIsLeftToThem() {
		launched(1);
		for (int i = 0; i < 15; i++) {
			this.template.topMetrics(DateRange.on(LocalDate.ofInstant(now(), ZoneOffset.UTC)));
		}
		this.reader.readNext();
		assertThat(this.template.usage(Budget.STATISTICS).available()).isEqualTo(15);
		assertThat(this.sandbox).received(WebPushOperation.OVERALL_METRICS, 0);
		pass(Duration.ofMinutes(2));
		assertThat(this.sandbox).received(WebPushOperation.OVERALL_METRICS, 1);
	}

	@Test
	void outageDelaysTheFiguresAndLosesNone() {
		launched(30);
		pass(Duration.ofMinutes(1));
		assertThat(figures()).containsOnly("coming in", "not reported");
		this.sandbox.onEvery(WebPushOperation.CAMPAIGN_METRICS).failWith(Faults.serverError(503));
		pass(Duration.ofHours(1));
		// A call and its three retries each minute, however many campaigns are due.
		assertThat(this.sandbox.requests(WebPushOperation.CAMPAIGN_METRICS)).hasSizeBetween(4, 61 * 4);
		this.sandbox.resetFaults();
		pass(Duration.ofHours(8));
		assertThat(figures()).containsOnly("final", "not reported");
		assertThat(Collections.frequency(figures(), "final")).isEqualTo(27);
	}

	@Test
	void campaignWhoseFiguresAreRefusedDoesNotHoldUpTheOthers() {
		launched(2);
		pass(Duration.ofSeconds(10));
		this.jdbc.sql("update campaign set builder_id = 1 where title = 'Campaign 0'").update();
		pass(Duration.ofHours(8));
		assertThat(figures()).containsExactly("coming in", "final");
	}

	@Test
	void reportOfManyPagesIsReadPageByPageAndNamesThatAreMissingAreLookedForLater() {
		launched(45);
		this.jdbc.sql("update campaign set title = 'Not in the report' where title = 'Campaign 44'").update();
		pass(Duration.ofMinutes(1));
		assertThat(this.sandbox).received(WebPushOperation.OVERALL_METRICS, 3);
		// The sandbox leaves out the name of each tenth row, as Insider One does now and
		// then.
		assertThat(figures()).hasSize(45);
		assertThat(Collections.frequency(figures(), "coming in")).isEqualTo(40);
		assertThat(figures().get(44)).isEqualTo("not reported");
		pass(Duration.ofMinutes(10));
		assertThat(this.sandbox).received(WebPushOperation.OVERALL_METRICS, 6);
	}

	@Test
	void figuresThatInsiderOneHasNoMoreAreKept() {
		launched(1);
		pass(Duration.ofMinutes(10));
		this.jdbc.sql("update campaign set launched_at = ?")
			.param(now().minus(Duration.ofDays(370)).atOffset(ZoneOffset.UTC))
			.update();
		int before = this.sandbox.requests().size();
		pass(Duration.ofDays(2));
		assertThat(this.sandbox.requests()).hasSize(before);
		assertThat(figures()).containsExactly("coming in");
	}

	@Test
	void shareThatIsNoneStopsTheStart() {
		for (double share : new double[] { 0, -1, 1.1, Double.NaN }) {
			assertThatExceptionOfType(StartupException.class).isThrownBy(() -> reader(share))
				.withMessageContaining("'console.figures.budget-share' must be greater than 0");
		}
	}

	/**
	 * Let the task run every two seconds, as long as the clock does not stand still.
	 */
	private void pass(Duration duration) {
		Instant end = now().plus(duration);
		Duration step = (duration.compareTo(Duration.ofHours(1)) > 0) ? Duration.ofMinutes(1) : STEP;
		while (now().isBefore(end)) {
			this.reader.readNext();
			this.time.advance(step);
		}
	}

	private void launched(int campaigns) {
		IntStream.range(0, campaigns).forEach((i) -> {
			CampaignId id = this.template
				.createCampaign(CreateCampaign.titled("Campaign " + i).language("en_GB").build())
				.id();
			launch(id);
			this.jdbc
				.sql("""
						insert into campaign (batch_id, title, language, to_all, state, campaign_id, launch_state,
						launched_at, launches, updated_at) values (1, ?, 'en_GB', false, 'CREATED', ?, 'LAUNCHED', ?, 1, ?)""")
				.params("Campaign " + i, id.value(), now().atOffset(ZoneOffset.UTC), now().atOffset(ZoneOffset.UTC))
				.update();
		});
	}

	private void launch(CampaignId id) {
		this.template.launchCampaign(id,
				PushMessage.titled("Now")
					.description("Half price")
					.link("https://shop.example/")
					.ttl(TTL)
					.toSegment("d_wp_browser", "Edg")
					.build());
	}

	private List<String> figures() {
		return this.jdbc.sql("""
				select case when is_final then 'final' when read_at is null then 'not reported' else 'coming in' end
				from figures order by campaign""").query(String.class).list();
	}

	private Instant now() {
		return this.started.plusNanos(this.time.nanoTime());
	}

	private final class VirtualClock extends Clock {

		@Override
		public Instant instant() {
			return now();
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

	}

	@ImportAutoConfiguration({ RestClientAutoConfiguration.class, WebPushAutoConfiguration.class })
	static class Client {

	}

}
