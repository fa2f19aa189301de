package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.test.SandboxCampaign.Status;
import org.assertj.core.api.AbstractAssert;

/**
 * AssertJ assertions for a sandbox. A failure lists the recorded campaigns, launches or
 * requests.
 *
 * @since 0.1.0
 */
public final class WebPushSandboxAssert extends AbstractAssert<WebPushSandboxAssert, WebPushSandbox> {

	private static final int LISTED = 20;

	private static final int TOLERANCE_PERCENT = 5;

	private WebPushSandboxAssert(WebPushSandbox sandbox) {
		super(sandbox, WebPushSandboxAssert.class);
	}

	/**
	 * Begin an assertion.
	 * @param sandbox the sandbox
	 * @return the assertion
	 */
	public static WebPushSandboxAssert assertThat(WebPushSandbox sandbox) {
		return new WebPushSandboxAssert(sandbox);
	}

	/**
	 * Verify that a campaign exists, as a draft or launched.
	 * @param title its title, exactly
	 * @return this assertion
	 */
	public WebPushSandboxAssert hasCampaign(String title) {
		if (campaignsTitled(title).isEmpty()) {
			fail("a campaign titled '" + title + "'", campaigns());
		}
		return this;
	}

	/**
	 * Verify that no campaign of this title exists.
	 * @param title its title, exactly
	 * @return this assertion
	 */
	public WebPushSandboxAssert hasNoCampaign(String title) {
		if (!campaignsTitled(title).isEmpty()) {
			fail("no campaign titled '" + title + "'", campaigns());
		}
		return this;
	}

	/**
	 * Verify that a campaign exists and was never launched.
	 * @param title its title, exactly
	 * @return this assertion
	 */
	public WebPushSandboxAssert hasDraft(String title) {
		if (campaignsTitled(title).stream().noneMatch((campaign) -> campaign.status() == Status.DRAFT)) {
			fail("a draft titled '" + title + "'", campaigns());
		}
		return this;
	}

	/**
	 * Verify the number of existing campaigns, drafts and launched ones.
	 * @param count the expected number
	 * @return this assertion
	 */
	public WebPushSandboxAssert hasCampaigns(int count) {
		int actual = sandbox().campaigns().size();
		if (actual != count) {
			fail(count + " campaigns, not " + actual, campaigns());
		}
		return this;
	}

	/**
	 * Verify that no campaign exists.
	 * @return this assertion
	 */
	public WebPushSandboxAssert hasNoCampaigns() {
		if (!sandbox().campaigns().isEmpty()) {
			fail("no campaigns", campaigns());
		}
		return this;
	}

	/**
	 * Verify the number of requests of an operation, including rejected ones.
	 * @param operation the operation
	 * @param count the expected number
	 * @return this assertion
	 */
	public WebPushSandboxAssert received(WebPushOperation operation, int count) {
		int actual = sandbox().requests(operation).size();
		if (actual != count) {
			fail(count + " requests of " + operation + ", not " + actual, requests(sandbox().requests(operation)));
		}
		return this;
	}

	/**
	 * Verify that no request of any kind arrived.
	 * @return this assertion
	 */
	public WebPushSandboxAssert receivedNothing() {
		if (!sandbox().requests().isEmpty()) {
			fail("no requests", requests(sandbox().requests()));
		}
		return this;
	}

	/**
	 * Verify that a campaign was launched exactly once.
	 * @param id its ID
	 * @return this assertion
	 */
	public WebPushSandboxAssert launchedOnce(CampaignId id) {
		long actual = launchesOf(id);
		if (actual != 1) {
			fail("one launch of campaign " + id + ", not " + actual, launches());
		}
		return this;
	}

	/**
	 * Verify that a campaign was never launched.
	 * @param id its ID
	 * @return this assertion
	 */
	public WebPushSandboxAssert neverLaunched(CampaignId id) {
		long actual = launchesOf(id);
		if (actual != 0) {
			fail("no launch of campaign " + id + ", not " + actual, launches());
		}
		return this;
	}

	/**
	 * Verify that there was no launch.
	 * @return this assertion
	 */
	public WebPushSandboxAssert launchedNothing() {
		if (!sandbox().launches().isEmpty()) {
			fail("no launches", launches());
		}
		return this;
	}

	/**
	 * Verify that no request arrived while its budget was used up. A scripted throttle
	 * does not count.
	 * @return this assertion
	 */
	public WebPushSandboxAssert neverExceededBudget() {
		List<SandboxRequest> over = sandbox().requests().stream().filter(SandboxRequest::overBudget).toList();
		if (!over.isEmpty()) {
			fail("no request over the budget, not " + over.size(), requests(over));
		}
		return this;
	}

	/**
	 * Verify the time from the arrival of the first request to that of the last, by the
	 * sandbox's clock, with a tolerance of 5%.
	 * @param expected the expected time
	 * @return this assertion
	 */
	public WebPushSandboxAssert took(Duration expected) {
		Duration tolerance = expected.multipliedBy(TOLERANCE_PERCENT).dividedBy(100);
		return tookBetween(expected.minus(tolerance), expected.plus(tolerance));
	}

	/**
	 * Verify the time from the arrival of the first request to that of the last, by the
	 * sandbox's clock.
	 * @param shortest the shortest time
	 * @param longest the longest time
	 * @return this assertion
	 */
	public WebPushSandboxAssert tookBetween(Duration shortest, Duration longest) {
		Duration actual = taken();
		if (actual.compareTo(shortest) < 0 || actual.compareTo(longest) > 0) {
			fail("requests from the first to the last within " + shortest + " to " + longest + ", not " + actual,
					requests(sandbox().requests()));
		}
		return this;
	}

	private Duration taken() {
		List<SandboxRequest> requests = sandbox().requests();
		return requests.isEmpty() ? Duration.ZERO
				: requests.get(requests.size() - 1).arrivedAt().minus(requests.get(0).arrivedAt());
	}

	private WebPushSandbox sandbox() {
		isNotNull();
		return this.actual;
	}

	private List<SandboxCampaign> campaignsTitled(String title) {
		return sandbox().campaigns().stream().filter((campaign) -> campaign.title().equals(title)).toList();
	}

	private long launchesOf(CampaignId id) {
		return sandbox().launches().stream().filter((launch) -> launch.campaignId().equals(id)).count();
	}

	private void fail(String expected, String seen) {
		failWithMessage("%s", "Expected " + expected + "; the sandbox has:" + seen);
	}

	private String campaigns() {
		return list(sandbox().campaigns()
			.stream()
			.map((campaign) -> campaign.id() + " '" + campaign.title() + "' " + campaign.status())
			.toList());
	}

	private String launches() {
		return list(sandbox().launches()
			.stream()
			.map((launch) -> launch.launchedAt() + " campaign " + launch.campaignId() + " '" + launch.title() + "'")
			.toList());
	}

	private static String requests(List<SandboxRequest> requests) {
		return list(requests.stream().map(WebPushSandboxAssert::line).toList());
	}

	private static String line(SandboxRequest request) {
		String result = (request.status() != null) ? "status " + request.status() : "no response";
		String reason = (request.rejection() != null) ? ": " + request.rejection() : "";
		return request.arrivedAt() + " " + request.method() + " " + request.path() + " " + result + reason;
	}

	private static String list(List<String> lines) {
		if (lines.isEmpty()) {
			return " nothing";
		}
		String more = (lines.size() > LISTED) ? "\n  and " + (lines.size() - LISTED) + " more" : "";
		return lines.stream().limit(LISTED).map((line) -> "\n  " + line).collect(Collectors.joining()) + more;
	}

}
