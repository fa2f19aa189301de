package io.github.insiderwebpush.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.stream.LongStream;

import io.github.insiderwebpush.bulk.BulkItemStatus;
import io.github.insiderwebpush.bulk.BulkLaunch;
import io.github.insiderwebpush.bulk.BulkReport;
import io.github.insiderwebpush.bulk.WebPushBulk;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.PushMessage;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;

/**
 * An application that launches many campaigns, in bulk or one after the other, until it
 * is told to stop. Started by {@link ShutdownTests} in a process of its own.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ShutdownApplication {

	private static final int CAMPAIGNS = 3_000;

	/**
	 * Run the application.
	 * @param args {@code bulk}, {@code loop} or {@code exit}, then properties
	 */
	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(ShutdownApplication.class, args);
		if (args[0].equals("bulk")) {
			bulk(context);
		}
		else {
			loop(context.getBean(WebPushTemplate.class), args[0].equals("exit"));
		}
	}

	/**
	 * Tell the server that this application is stopping, after the client has learned it.
	 */
	@Bean
	static ApplicationListener<ContextClosedEvent> closedListener(@Value("${webpush.base-url}") URI server) {
		return (event) -> {
			try (Socket socket = new Socket(server.getHost(), server.getPort())) {
				socket.getOutputStream().write("GET /stopping HTTP/1.1\r\n\r\n".getBytes());
				socket.getInputStream().read();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	private static void bulk(ConfigurableApplicationContext context) {
		BulkReport<Long, ?> report;
		try {
			report = context.getBean(WebPushBulk.class)
				.launchAll(LongStream.rangeClosed(1, CAMPAIGNS).boxed().toList(),
						(id) -> new BulkLaunch(CampaignId.of(id), message()), (progress) -> {
						})
				.await();
		}
		catch (InterruptedException ex) {
			System.out.println("interrupted");
			return;
		}
		System.out.println("report " + report.exitReason() + " " + report.count(BulkItemStatus.LAUNCHED) + " "
				+ report.count(BulkItemStatus.UNCLEAR) + " " + report.count(BulkItemStatus.NOT_ATTEMPTED));
	}

	private static void loop(WebPushTemplate webPush, boolean exits) {
		for (long id = 1; id <= CAMPAIGNS; id++) {
			try {
				if (exits) {
					webPush.launchCampaignAsync(CampaignId.of(id), message()).thenRun(() -> System.exit(0));
				}
				else {
					webPush.launchCampaign(CampaignId.of(id), message());
				}
			}
			catch (RuntimeException ex) {
				System.out.println("failed " + ex.getMessage());
			}
		}
	}

	private static PushMessage message() {
		return PushMessage.titled("Today only")
			.description("Half price")
			.link("https://shop.example.com")
			.ttl(Duration.ofHours(1))
			.toAllSubscribers()
			.build();
	}

}
