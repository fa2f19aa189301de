package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.URI;

import io.github.insiderwebpush.console.ConsoleTests.LaunchPage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static io.github.insiderwebpush.console.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Results and activity on PostgreSQL.
 */
@Timeout(180)
class PostgresPagesTests {

	@Test
	void figuresAreReadAndBothPagesAreSortedFilteredAndExported() throws IOException {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
				ConfigurableApplicationContext context = SpringApplication.run(ConsoleApplication.class,
						"--server.port=0", "--webpush.token=", "--webpush.partner-id=",
						"--spring.profiles.active=postgres",
						"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
						"--spring.datasource.username=postgres")) {
			ConsoleClient console = new ConsoleClient(URI
				.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port")));
			long id = console.created("Summer sale");
			console.created("Not launched");
			await().until(() -> console.count("DRAFTS") == 2);
			console.post("/launch/" + id,
					LaunchPage.of(console.get("/launch/" + id))
						.with("title=Now&description=Half+price&link=https://shop.example/&ttlHours=4"
								+ "&attribute=d_wp_browser&values=Edg&confirmTitle=Summer+sale"));
			await().until(() -> console.get("/results").body().contains("Figures of 1 of 1 campaign"));
			for (String sort : new String[] { "LAUNCHED", "NAME", "SENT", "DELIVERED", "DELIVERY_RATE", "CLICKS",
					"CLICK_RATE", "REVENUE" }) {
				assertThat(console.get("/results?reverse=true&figure=REVENUE&sort=" + sort + "&id=" + id).body())
					.contains("Summer sale", "Coming in", "class=\"spark\"")
					.doesNotContain("Not launched");
			}
			assertThat(console.get("/figures/" + id).body()).contains("Targeted", "Title: Now", "Created with ID");
			assertThat(console.get("/results.csv?sort=REVENUE").body().lines()).hasSize(2);
			assertThat(console.get("/trail?campaign=" + id + "&who=local&action=LAUNCH&q=summer").body())
				.contains("1 entry of one campaign", "Launched", "127.0.0.1");
			assertThat(console.trail()).hasSize(3);
			console.post("/page/queue/pause", "");
			console.created("Waits");
			console.post("/page/queue/cancel", "");
			assertThat(console.get("/trail?q=waits").body()).contains("2 entries", "Cancelled");
		}
	}

}
