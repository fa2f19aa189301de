package io.github.insiderwebpush.client;

import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that launches a campaign and prints how that ended. Started by
 * {@link WireProofTests} in a process of its own.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class LaunchApplication {

	/** Longer than the client keeps an idle connection. */
	private static final long IDLE_SECONDS = 11;

	/**
	 * Run the application.
	 * @param args {@code once} or {@code twice}, then properties
	 */
	public static void main(String[] args) throws InterruptedException {
		try (ConfigurableApplicationContext context = SpringApplication.run(LaunchApplication.class, args)) {
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			launch(webPush);
			if (args[0].equals("twice")) {
				TimeUnit.SECONDS.sleep(IDLE_SECONDS);
				launch(webPush);
			}
		}
	}

	private static void launch(WebPushTemplate webPush) {
		try {
			AnyCall.of(WebPushOperation.LAUNCH).on(webPush);
			System.out.println("result launched");
		}
		catch (WebPushException ex) {
			System.out.println("result " + ex.error() + " " + ex.outcome() + " " + ex.attempts());
		}
	}

}
