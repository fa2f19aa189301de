package io.github.insiderwebpush.test.contractcheck;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.test.WebPushSandbox;

/**
 * Command that compares a real account with the sandbox and writes a report. Token and
 * partner ID come from environment variables that nothing else uses, so that the command
 * runs on purpose only.
 *
 * @since 0.1.0
 */
public final class ContractCheckCommand {

	static final String TOKEN = "WEBPUSH_CONTRACT_CHECK_TOKEN";

	static final String PARTNER_ID = "WEBPUSH_CONTRACT_CHECK_PARTNER_ID";

	private static final String BASE_URL_OPTION = "--base-url=";

	private static final String REPORT_OPTION = "--report=";

	private static final String USAGE = """
			Compares a real account with the sandbox: creates drafts, provokes documented failures, deletes the drafts.
			It cannot launch. Needs about one minute.

			  contract-check [--report=FILE] [--base-url=URL]

			  WEBPUSH_CONTRACT_CHECK_TOKEN       API key of the account
			  WEBPUSH_CONTRACT_CHECK_PARTNER_ID  partner ID of the account
			  --report=FILE   file to write, default contract-check.md
			  --base-url=URL  another server, such as a sandbox
			""";

	private final Map<String, String> environment;

	private final Consumer<Duration> sleep;

	private final PrintStream out;

	ContractCheckCommand(Map<String, String> environment, Consumer<Duration> sleep, PrintStream out) {
		this.environment = environment;
		this.sleep = sleep;
		this.out = out;
	}

	/**
	 * Run the command.
	 * @param args the options
	 * @return the exit code: 0 if the report was written and all drafts were deleted, 1
	 * if drafts may be left in the account, 2 if an option or a variable is wrong
	 * @throws IOException if the report cannot be written
	 */
	public static int run(List<String> args) throws IOException {
		return new ContractCheckCommand(System.getenv(), ContractCheckCommand::sleep, System.out).execute(args);
	}

	int execute(List<String> args) throws IOException {
		String token = this.environment.getOrDefault(TOKEN, "").strip();
		String partnerId = this.environment.getOrDefault(PARTNER_ID, "").strip();
		boolean known = args.stream()
			.allMatch((arg) -> arg.startsWith(BASE_URL_OPTION) || arg.startsWith(REPORT_OPTION));
		if (!known || token.isEmpty() || partnerId.isEmpty()) {
			this.out.print(USAGE);
			return 2;
		}
		URI baseUrl = URI.create(option(args, BASE_URL_OPTION, WebPushConnectionDetails.DEFAULT_BASE_URL.toString()));
		Path file = Path.of(option(args, REPORT_OPTION, "contract-check.md"));
		this.out.println("Contract check of " + baseUrl + ": drafts only, about one minute.");
		ContractCheck account = new ContractCheck(baseUrl, token, partnerId, this.sleep);
		Map<String, CheckedResponse> responses = account.run();
		Files.writeString(file,
				new ContractReport(token, partnerId).write(responses, ofTheSandbox(), account.leftovers()));
		this.out.println("Report: " + file);
		account.leftovers().forEach((leftover) -> this.out.println("Left in the account: " + leftover));
		return account.leftovers().isEmpty() ? 0 : 1;
	}

	private static Map<String, CheckedResponse> ofTheSandbox() {
		try (WebPushSandbox sandbox = WebPushSandbox.start()) {
			return new ContractCheck(sandbox.baseUrl(), sandbox.token(), sandbox.partnerId(), (interval) -> {
			}).run();
		}
	}

	private static String option(List<String> args, String prefix, String defaultValue) {
		Stream<String> values = args.stream().filter((arg) -> arg.startsWith(prefix));
		return values.map((arg) -> arg.substring(prefix.length())).findFirst().orElse(defaultValue);
	}

	private static void sleep(Duration interval) {
		try {
			TimeUnit.NANOSECONDS.sleep(interval.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
