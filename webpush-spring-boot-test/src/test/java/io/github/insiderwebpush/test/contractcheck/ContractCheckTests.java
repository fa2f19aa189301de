package io.github.insiderwebpush.test.contractcheck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.SandboxRequest;
import io.github.insiderwebpush.test.SuccessShape;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.insiderwebpush.WebPushOperation.CREATE;
import static io.github.insiderwebpush.WebPushOperation.DELETE;
import static io.github.insiderwebpush.WebPushOperation.LAUNCH;
import static io.github.insiderwebpush.WebPushOperation.TOP_METRICS;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The contract check against a sandbox that stands for the account.
 */
@Timeout(60)
class ContractCheckTests {

	private static final String TOKEN = "secret-key-of-the-account";

	private static final String PARTNER_ID = "10012345";

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	private final WebPushSandbox account = WebPushSandbox.builder()
		.token(TOKEN)
		.partnerId(PARTNER_ID)
		.clock(this.clock)
		.start();

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	@TempDir
	private Path folder;

	@AfterEach
	void close() {
		this.account.close();
		this.clock.close();
	}

	@Test
	void reportShowsTheAccountBesideTheSandboxWithoutItsSecrets() throws IOException {
		this.account.onNext(TOP_METRICS).respond(400, "{\"error\":\"Key " + TOKEN + " of " + PARTNER_ID + " | <b>\"}");
		assertThat(execute()).isZero();
		String report = report();
		assertThat(report).doesNotContain(TOKEN, PARTNER_ID)
			.contains("Text of a duplicate title: {\"success\":false,\"message\":\"The title already exists.\"}")
			.contains("Titles differ by case: yes")
			.contains("Titles differ by a space at the end: yes")
			.contains("A deleted title is free again: no (400)")
			.contains("Form of IDs: {success: true, campaign_id: number of 5 digits}")
			.contains("| Create the same title again | 400 | 400 |")
			.contains("| Delete it again (unknown ID) | 424 | 424 |")
			.contains("| Totals of two years ago | 406 | 406 |")
			.contains("| Totals with a bad date | 422 | 422 |")
			.contains(
					"| Totals of yesterday | 400 | 200 **differs** | {\"error\":\"Key [token] of [partner ID] \\| &lt;b>\"}")
			.contains("cf-ray=")
			.contains("Nothing: all drafts were deleted.");
		assertThat(this.printed.toString(StandardCharsets.UTF_8)).doesNotContain(TOKEN, PARTNER_ID);
	}

	@Test
	void draftsAreDeletedAndNothingIsLaunched() throws IOException {
		execute();
		assertThat(this.account).hasNoCampaigns().launchedNothing().received(LAUNCH, 0);
		assertThat(this.account.requests()).extracting(SandboxRequest::operation)
			.doesNotContainNull()
			.doesNotContain(LAUNCH);
		assertThat(this.account.requests()).filteredOn(SandboxRequest::accepted)
			.filteredOn((request) -> request.operation() == CREATE)
			.allMatch((request) -> request.body().contains("\"is_all\":false"));
	}

	@Test
	void requestsStayWithinThirtyPerMinuteInAll() throws IOException {
		execute();
		List<Duration> arrivals = this.account.requests().stream().map(SandboxRequest::arrivedAt).toList();
		assertThat(arrivals.size()).isGreaterThan(15);
		for (int i = 30; i < arrivals.size(); i++) {
			assertThat(arrivals.get(i).minus(arrivals.get(i - 30))).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
		}
		for (int i = 1; i < arrivals.size(); i++) {
			assertThat(arrivals.get(i).minus(arrivals.get(i - 1))).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
		}
		assertThat(this.account).neverExceededBudget();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /v2/single/25696", "POST /v1/single/25696", "POST /v1/single/", "POST /v1/single/1/",
			"POST /v1/../v2/single/1", "POST /v1/statistics/../../v2/single/1",
			"DELETE /v1/single/1/../../../v2/single/1", "DELETE /v1/single", "PUT /v1/single", "GET /v1/single",
			"POST /v1/single?id=1", "POST //v2/single/1" })
	void launchAndOtherRequestsAreRefusedBeforeTheyAreSent(String call) {
		DraftClient client = client();
		String[] parts = call.split(" ");
		assertThatIllegalArgumentException().isThrownBy(() -> client.send(parts[0], parts[1], Map.of()))
			.withMessage("The contract check does not send " + call);
		assertThat(this.account).receivedNothing();
	}

	@ParameterizedTest
	@EnumSource(WebPushOperation.class)
	void onlyCreateIsAmongTheAllowedWrites(WebPushOperation operation) {
		String path = operation.path().replace("{campaignId}", "25696");
		boolean allowed = operation == CREATE || operation == DELETE || operation.isRead();
		DraftClient client = client();
		if (allowed) {
			client.send(operation.method(), path, Map.of());
			assertThat(this.account).received(operation, 1);
		}
		else {
			assertThatIllegalArgumentException().isThrownBy(() -> client.send(operation.method(), path, Map.of()));
		}
	}

	@Test
	void campaignOfSomebodyElseIsNotDeleted() {
		assertThatIllegalArgumentException().isThrownBy(() -> client().delete("25696"))
			.withMessage("The contract check did not create campaign 25696");
		assertThat(this.account).receivedNothing();
	}

	@Test
	void draftWhoseResponseIsLostIsReported() throws IOException {
		this.account.onNext(CREATE).dropResponse();
		assertThat(execute()).isEqualTo(1);
		assertThat(report()).containsPattern("a draft titled 'Contract check [0-9a-f]{8}' may exist");
	}

	@Test
	void draftThatCannotBeDeletedIsReported() throws IOException {
		this.account.onEvery(DELETE).failWith(Faults.serverError(500));
		assertThat(execute()).isEqualTo(1);
		assertThat(report()).contains("* draft 25696 was not deleted: status 500");
	}

	@Test
	void idUnderContentIsUnderstood() throws IOException {
		this.account.onEvery(CREATE).succeedAs(SuccessShape.ID_UNDER_CONTENT);
		assertThat(execute()).isZero();
		assertThat(this.account).hasNoCampaigns();
		assertThat(report()).contains("campaign_id: text of 5 digits");
	}

	@Test
	void withoutItsVariablesNothingIsSent() throws IOException {
		ContractCheckCommand command = new ContractCheckCommand(
				Map.of("WEBPUSH_TOKEN", TOKEN, "WEBPUSH_PARTNER_ID", PARTNER_ID), this.clock::advance, out());
		assertThat(command.execute(List.of("--base-url=" + this.account.baseUrl()))).isEqualTo(2);
		assertThat(this.account).receivedNothing();
		assertThat(this.printed.toString(StandardCharsets.UTF_8)).contains("WEBPUSH_CONTRACT_CHECK_TOKEN");
	}

	private int execute() throws IOException {
		Map<String, String> environment = Map.of(ContractCheckCommand.TOKEN, TOKEN, ContractCheckCommand.PARTNER_ID,
				PARTNER_ID);
		List<String> args = new ArrayList<>(List.of("--base-url=" + this.account.baseUrl()));
		args.add("--report=" + this.folder.resolve("report.md"));
		return new ContractCheckCommand(environment, this.clock::advance, out()).execute(args);
	}

	private PrintStream out() {
		return new PrintStream(this.printed, true, StandardCharsets.UTF_8);
	}

	private String report() throws IOException {
		return Files.readString(this.folder.resolve("report.md"));
	}

	private DraftClient client() {
		return new DraftClient(this.account.baseUrl(), TOKEN, PARTNER_ID, this.clock::advance);
	}

}
