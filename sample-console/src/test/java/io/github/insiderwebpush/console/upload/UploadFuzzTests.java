package io.github.insiderwebpush.console.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import io.github.insiderwebpush.console.campaign.CampaignQueue;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.ConsoleProperties;
import io.github.insiderwebpush.console.campaign.MessageStore;
import io.github.insiderwebpush.console.campaign.TeamTime;
import io.github.insiderwebpush.console.trail.Trail;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever file is uploaded, each row is queued or shown with its problems, or the file
 * is refused with a reason. {@code .ci/fuzz upload} makes up files; here are its seeds
 * and what it has found.
 */
class UploadFuzzTests {

	private static final int MOST_TITLE_CHARACTERS = 100;

	private static @Nullable Console console;

	/**
	 * Called by the fuzzer.
	 */
	public static void fuzzerTestOneInput(byte[] input) throws IOException {
		if (console == null) {
			console = new Console();
		}
		Files.write(console.file, input);
		check(input, console.upload());
	}

	private static void check(byte[] input, Upload upload) {
		UploadReport report = upload.report();
		if (report == null) {
			assertThat(upload.message()).isNotBlank();
			assertThat(upload.titles()).isEmpty();
			return;
		}
		assertThat(upload.queued()).isEqualTo(report.goodRows());
		assertThat(upload.titles()).hasSize(report.goodRows()).doesNotHaveDuplicates().allSatisfy((title) -> {
			assertThat(title).isNotBlank().isEqualTo(title.strip());
			assertThat(title.codePoints().count()).isLessThanOrEqualTo(MOST_TITLE_CHARACTERS);
			// PostgreSQL has no text with it.
			assertThat(title).doesNotContain("\0");
		});
		assertThat(upload.tasks()).isEqualTo(report.goodRows());
		assertThat(upload.launchTasks()).isEqualTo((report.launches() != null) ? report.launches().count() : 0);
		checkProblems(input, report);
		String text = decoded(input);
		if (text != null && text.indexOf('"') < 0 && text.indexOf('\0') < 0) {
			assertThat(report.rows()).isLessThanOrEqualTo((int) rows(text));
			if (text.lines()
				.allMatch((line) -> line.isEmpty() || line.codePoints().anyMatch(Character::isLetterOrDigit))) {
				assertThat(report.rows()).isEqualTo((int) Math.min(rows(text), UploadService.MOST_ROWS + 1));
			}
		}
	}

	private static void checkProblems(byte[] input, UploadReport report) {
		assertThat(report.badRows()).isBetween(0, report.rows());
		assertThat(report.problems()).hasSize(Math.min(report.badRows(), UploadReport.PROBLEMS_NAMED));
		assertThat(report.problems()).extracting(Row::line)
			.isSorted()
			.doesNotHaveDuplicates()
			.allSatisfy((line) -> assertThat(line).isBetween(2L, input.length + 1L));
		assertThat(report.problems())
			.allSatisfy((row) -> assertThat(row.problems()).isNotEmpty().noneMatch(String::isBlank));
	}

	private static @Nullable String decoded(byte[] input) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/**
	 * Count the rows of a file that quotes nothing: its lines, without the first.
	 */
	private static long rows(String text) {
		String lines = text.startsWith("\uFEFF") ? text.substring(1) : text;
		return lines.lines().filter((line) -> !line.isEmpty()).count() - 1;
	}

	private static String tomorrow() {
		return LocalDate.now(ZoneOffset.UTC).plusDays(2) + " 10:00";
	}

	static List<byte[]> seeds() {
		return Stream.of("", "title,language,to_all\n", "title,language,to_all\nSummer sale,en_GB,true\n",
				"\uFEFFtitle;language;to_all\r\n\"One; two\";en-GB;yes\r\n;en_GB;\r\nThree;all_ALL;no\r\n",
				"title,language,to_all\n\"Two\nlines\",en_GB,\nTwice,en_GB,\n\nTwice,en_GB,\nToo,many,columns,here\n",
				"title,language,to_all\nNul \0,en_GB,\n",
				"title,language,to_all,message_title,message_text,link,ttl_hours,segment_attribute,segment_values,launch_at,not_after\n"
						+ "Good,en_GB,no,Now,Half price,https://shop.example/,4,d_wp_browser,Edg," + tomorrow()
						+ ",\nBad,en_GB,yes,,,shop,x,a,b,31.2.2026 9:00,8:00\n",
				"title,language,to_all\n\"never closed,en_GB,\n")
			.map((lines) -> lines.getBytes(StandardCharsets.UTF_8))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void everySeedKeepsTheRules(byte[] seed) throws IOException {
		fuzzerTestOneInput(seed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "" })
	void inputThatWasFoundKeepsTheRules(String base64) throws IOException {
		fuzzerTestOneInput(Base64.getDecoder().decode(base64));
	}

	/**
	 * What an upload made of a file, before it was undone.
	 */
	private record Upload(@Nullable UploadReport report, String message, int queued, List<String> titles, int tasks,
			int launchTasks) {
	}

	/**
	 * The part of the console that takes files, on a database in memory.
	 */
	private static final class Console {

		private final Path file = Files.createTempFile("fuzz", ".csv");

		private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				ConsoleParts.class);

		private final UploadService uploads = this.context.getBean(UploadService.class);

		private final JdbcClient jdbc = this.context.getBean(JdbcClient.class);

		private final TransactionTemplate transaction = new TransactionTemplate(
				this.context.getBean(PlatformTransactionManager.class));

		Console() throws IOException {
			this.file.toFile().deleteOnExit();
		}

		Upload upload() {
			return this.transaction.execute((status) -> {
				status.setRollbackOnly();
				try {
					UploadReport report = this.uploads.check(this.file, null);
					int queued = this.uploads.queue("token", "a.csv", this.file, null, report.goodRows(),
							(report.launches() != null) ? report.launches().count() : 0, "local");
					return new Upload(report, "", queued,
							this.jdbc.sql("select title from campaign").query(String.class).list(),
							tasks("create-campaign"), tasks("launch-campaign"));
				}
				catch (UnreadableFileException ex) {
					return new Upload(null, ex.getMessage(), 0, List.of(), 0, 0);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}

		private int tasks(String name) {
			return this.jdbc.sql("select count(*) from scheduled_tasks where task_name = ?")
				.param(name)
				.query(Integer.class)
				.single();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	@EnableConfigurationProperties(ConsoleProperties.class)
	@Import({ CampaignStore.class, CampaignQueue.class, MessageStore.class, TeamTime.class, RowReader.class,
			UploadService.class, UploadStore.class, Trail.class })
	static class ConsoleParts {

		@Bean
		DataSource dataSource() {
			DataSource dataSource = new TransactionAwareDataSourceProxy(
					new SingleConnectionDataSource("jdbc:h2:mem:fuzz", true));
			DatabasePopulatorUtils.execute(
					new ResourceDatabasePopulator(new ClassPathResource("db/migration/V1__campaigns_and_queue.sql"),
							new ClassPathResource("db/migration/V2__launches_uploads_and_queue_state.sql"),
							new ClassPathResource("db/migration/V4__messages_and_schedule.sql"),
							new ClassPathResource("db/migration/V5__trail_figures.sql"),
							new ClassPathResource("db/migration/V6__used_forms.sql")),
					dataSource);
			return dataSource;
		}

		@Bean
		JdbcTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		JdbcTemplate jdbcTemplate(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		JdbcClient jdbcClient(JdbcTemplate jdbcTemplate) {
			return JdbcClient.create(jdbcTemplate);
		}

		@Bean
		SchedulerClient schedulerClient(DataSource dataSource) {
			return SchedulerClient.Builder.create(dataSource).enablePriority().build();
		}

	}

}
