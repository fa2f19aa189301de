package io.github.insiderwebpush.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

import io.github.insiderwebpush.test.contractcheck.ContractCheckCommand;

/**
 * Main class of the executable jar: runs the sandbox as a process of its own, or the
 * contract check.
 *
 * @since 0.1.0
 */
public final class SandboxMain {

	private static final int DEFAULT_PORT = 8089;

	private static final String USAGE = """
			Starts a sandbox of Insider One's web push API on this machine.

			  java -jar webpush-spring-boot-test-standalone.jar [OPTION…]

			  --port=PORT         port, default 8089; 0 for any free port
			  --token=TOKEN       API key of the default account
			  --partner-id=ID     partner ID of the default account
			  --account=NAME      further account, can be repeated
			  --budget-algorithm=ROLLING_WINDOW|FIXED_WINDOW|SLIDING_COUNTER|TOKEN_BUCKET

			  java -jar webpush-spring-boot-test-standalone.jar contract-check [OPTION…]
			""";

	private SandboxMain() {
	}

	/**
	 * Run the sandbox until the process is ended.
	 * @param args the options, see {@code --help}
	 * @throws IOException if the report of the contract check cannot be written
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		List<String> options = Arrays.asList(args);
		if (!options.isEmpty() && options.get(0).equals("contract-check")) {
			System.exit(ContractCheckCommand.run(options.subList(1, options.size())));
		}
		if (options.contains("--help")) {
			System.out.print(USAGE);
			return;
		}
		try {
			start(options);
		}
		catch (IllegalArgumentException | UncheckedIOException ex) {
			System.err.println(ex.getMessage() + System.lineSeparator() + System.lineSeparator() + USAGE);
			System.exit(2);
		}
		new CountDownLatch(1).await();
	}

	private static void start(List<String> options) {
		WebPushSandbox.Builder builder = WebPushSandbox.builder().port(DEFAULT_PORT);
		for (String option : options) {
			String value = option.substring(option.indexOf('=') + 1);
			switch (option.substring(0, option.length() - value.length())) {
				case "--port=" -> builder.port(port(value));
				case "--token=" -> builder.token(value);
				case "--partner-id=" -> builder.partnerId(value);
				case "--budget-algorithm=" ->
					builder.budgetAlgorithm(BudgetAlgorithm.valueOf(value.toUpperCase(Locale.ROOT)));
				case "--account=" -> {
				}
				default -> throw new IllegalArgumentException("Unknown option " + option);
			}
		}
		WebPushSandbox sandbox = builder.start();
		options.stream()
			.filter((option) -> option.startsWith("--account="))
			.forEach((option) -> sandbox.connectionDetailsFor(option.substring("--account=".length())));
		System.out.println("Web push sandbox at " + sandbox.baseUrl() + ", page at " + sandbox.pageUrl());
		boolean ownToken = options.stream().anyMatch((option) -> option.startsWith("--token="));
		sandbox.accounts()
			.forEach((account) -> System.out
				.println("Account " + account + ": partner ID " + sandbox.connectionDetailsFor(account).partnerId()
						+ ", token " + ((ownToken && account.equals(SandboxAccount.DEFAULT)) ? "as given"
								: sandbox.connectionDetailsFor(account).token())));
	}

	private static int port(String value) {
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'port' must be a number, but is '" + value + "'", ex);
		}
	}

}
