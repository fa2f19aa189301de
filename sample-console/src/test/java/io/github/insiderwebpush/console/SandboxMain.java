package io.github.insiderwebpush.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.test.WebPushSandbox;

/**
 * A sandbox in a process of its own, so that what it accepted outlives a console that is
 * killed. It reports when it is asked to, and ends with its standard input.
 */
public final class SandboxMain {

	static final String TOKEN = "secret-of-the-console-tests";

	static final String PARTNER_ID = "100977001";

	private SandboxMain() {
	}

	public static void main(String[] args) throws IOException {
		try (WebPushSandbox sandbox = WebPushSandbox.builder()
			.token(TOKEN)
			.partnerId(PARTNER_ID)
			.budget(Budget.CREATE, Integer.parseInt(args[0]))
			.budgetPeriod(Duration.parse(args[1]))
			.start();
				BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			Duration delay = Duration.parse(args[2]);
			if (!delay.isZero()) {
				sandbox.onEvery(WebPushOperation.CREATE).delay(delay);
				sandbox.onEvery(WebPushOperation.LAUNCH).delay(delay);
			}
			System.out.println("URL " + sandbox.baseUrl());
			while (in.readLine() != null) {
				sandbox.campaigns().forEach((campaign) -> System.out.println("TITLE " + campaign.title()));
				sandbox.launches().forEach((launch) -> System.out.println("LAUNCH " + launch.campaignId().value()));
				Instant start = Instant.now().minus(sandbox.elapsed());
				sandbox.requests(WebPushOperation.LAUNCH)
					.forEach((request) -> System.out.println("ARRIVAL " + start.plus(request.arrivedAt()) + " "
							+ request.path().substring(request.path().lastIndexOf('/') + 1)));
				sandbox.campaigns()
					.forEach((campaign) -> System.out.println("ID " + campaign.id().value() + " " + campaign.title()));
				sandbox.requests(WebPushOperation.CREATE)
					.forEach((request) -> System.out.println("CREATE " + request.arrivalNanos() + " "
							+ request.accepted() + " " + request.overBudget()));
				System.out.println("END");
			}
		}
	}

}
