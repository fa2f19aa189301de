package io.github.insiderwebpush.test.recipes;

import java.time.Duration;

import javax.sql.DataSource;

import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.WebPushTemplate;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * An application that launches one campaign through the ledger, and says how that ended.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class LedgerProcess {

	static final CampaignId ID = CampaignId.of(25_696);

	private static final String TABLE = """
			create table if not exists launch (
				campaign_id bigint primary key,
				started_at timestamp default current_timestamp not null,
				outcome varchar(11)
			)""";

	/**
	 * Launch the campaign.
	 * @param args the URL of the database, then arguments of the application
	 */
	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = SpringApplication.run(LedgerProcess.class, args)) {
			LaunchLedger ledger = ledger(context.getBean(WebPushTemplate.class), args[0]);
			System.out.println("Open launches: " + ledger.openLaunches());
			ledger.launchCampaign(ID, message());
			System.out.println("Launched");
		}
		catch (IllegalStateException ex) {
			System.out.println("Refused: " + ex.getMessage());
		}
	}

	static LaunchLedger ledger(WebPushTemplate webPush, String url) {
		DataSource dataSource = new DriverManagerDataSource(url);
		JdbcClient jdbc = JdbcClient.create(dataSource);
		jdbc.sql(TABLE).update();
		return new LaunchLedger(webPush, jdbc, new JdbcTransactionManager(dataSource));
	}

	static PushMessage message() {
		return PushMessage.titled("Summer sale")
			.description("Up to 50% off until Sunday")
			.link("https://shop.example/sale")
			.ttl(Duration.ofHours(4))
			.toSegment("test_group", "internal")
			.build();
	}

}
