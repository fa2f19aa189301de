package io.github.insiderwebpush.test.recipes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.autoconfigure.AutoConfigureWebPushSandbox;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LaunchLedgerTests {

	@Nested
	@SpringBootTest(classes = { RecipeApplication.class, InOneProcess.LedgerConfiguration.class })
	@AutoConfigureWebPushSandbox
	class InOneProcess {

		@Autowired
		private LaunchLedger ledger;

		@Autowired
		private SaleLauncher launcher;

		@Autowired
		private WebPushSandbox sandbox;

		@Test
		void launchWithoutEffectMayBeRepeated() {
			CampaignId id = CampaignId.of(1);
			this.sandbox.onEvery(WebPushOperation.LAUNCH).failWith(Faults.badRequest("no"));
			assertThatExceptionOfType(WebPushException.class).isThrownBy(() -> this.launcher.launch(id));
			assertThatExceptionOfType(WebPushException.class).isThrownBy(() -> this.launcher.launch(id));
			assertThat(this.sandbox.requests(WebPushOperation.LAUNCH)).hasSize(2);
		}

		@Test
		void unclearLaunchIsRefusedTheSecondTime() {
			CampaignId id = CampaignId.of(2);
			this.sandbox.onEvery(WebPushOperation.LAUNCH).failWith(Faults.serverError(503));
			assertThat(this.launcher.launch(id)).isTrue();
			assertThatIllegalStateException().isThrownBy(() -> this.launcher.launch(id)).withMessageContaining("2");
			assertThat(this.sandbox.requests(WebPushOperation.LAUNCH)).hasSize(1);
			assertThat(this.ledger.openLaunches()).isEmpty();
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class LedgerConfiguration {

			@Bean
			LaunchLedger launchLedger(WebPushTemplate webPush) {
				return LedgerProcess.ledger(webPush, "jdbc:h2:mem:ledger;DB_CLOSE_DELAY=-1");
			}

		}

	}

	@Test
	@Timeout(180)
	void processThatIsKilledDuringTheLaunchDoesNotLaunchAgainAfterItsRestart(@TempDir Path folder) throws Exception {
		AtomicInteger launches = new AtomicInteger();
		CountDownLatch received = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		ExecutorService threads = Executors.newCachedThreadPool();
		server.setExecutor(threads);
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			launches.incrementAndGet();
			received.countDown();
			awaitQuietly(ended);
		});
		server.start();
		try {
			Process process = start(folder, server);
			assertThat(received.await(120, TimeUnit.SECONDS)).isTrue();
			process.destroyForcibly().onExit().join();

			Process restarted = start(folder, server);
			List<String> output = List
				.of(new String(restarted.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\\R"));
			assertThat(restarted.waitFor()).isZero();
			assertThat(output).contains("Open launches: [25696]")
				.anyMatch((line) -> line.startsWith("Refused: Campaign 25696"))
				.doesNotContain("Launched");
			assertThat(launches).hasValue(1);
		}
		finally {
			ended.countDown();
			server.stop(0);
			threads.shutdownNow();
		}
	}

	private static Process start(Path folder, HttpServer server) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				LedgerProcess.class.getName(), url(folder), "--webpush.token=any-token",
				"--webpush.partner-id=100000001",
				"--webpush.base-url=http://127.0.0.1:" + server.getAddress().getPort(), "--webpush.read-timeout=120s",
				"--webpush.call-timeout=120s", "--spring.main.banner-mode=off",
				"--spring.main.web-application-type=none");
		builder.environment().keySet().removeIf((name) -> name.startsWith("WEBPUSH_"));
		return builder.redirectErrorStream(true).start();
	}

	/** With a write delay, H2 would lose the last commits of a killed process. */
	private static String url(Path folder) {
		return "jdbc:h2:file:" + folder.resolve("ledger") + ";WRITE_DELAY=0";
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
