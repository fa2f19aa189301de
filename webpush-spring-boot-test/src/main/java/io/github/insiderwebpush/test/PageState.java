package io.github.insiderwebpush.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.test.SandboxLaunch.Target;
import org.jspecify.annotations.Nullable;

import static io.github.insiderwebpush.test.Json.object;

/**
 * State of the sandbox as JSON for its page. Of long lists it has the latest entries.
 */
final class PageState {

	private static final int SHOWN = 100;

	private PageState() {
	}

	static Map<String, Object> of(SandboxApi api, SandboxOptions options) {
		List<SandboxRequest> requests = api.requests();
		List<SandboxRequest> rejected = requests.stream().filter((request) -> !request.accepted()).toList();
		List<SandboxCampaign> campaigns = api.campaigns();
		List<SandboxLaunch> launches = api.launches();
		Map<String, Object> state = object("accounts", api.accounts().stream().map(PageState::account).toList(),
				"elapsed", api.elapsed().toMillis(), "algorithm", options.algorithm(), "periodSeconds",
				options.budgetPeriod().toSeconds(), "totals", object("requests", requests.size(), "rejected",
						rejected.size(), "campaigns", campaigns.size(), "launches", launches.size()));
		state.put("budgets", api.accounts()
			.stream()
			.flatMap((account) -> Arrays.stream(Budget.values()).map((budget) -> budget(api, account.name(), budget)))
			.toList());
		state.put("campaigns", latest(campaigns, PageState::campaign));
		state.put("launches", latest(launches, PageState::launch));
		state.put("rejected", latest(rejected, PageState::rejected));
		state.put("script", api.script().describe());
		state.put("operations", WebPushOperation.values());
		state.put("faults",
				Arrays.stream(PageFault.values())
					.map((fault) -> object("key", fault, "label", fault.label()))
					.toList());
		return state;
	}

	private static <T> List<Map<String, Object>> latest(List<T> all, Function<T, Map<String, Object>> view) {
		List<T> latest = new ArrayList<>(all.subList(Math.max(0, all.size() - SHOWN), all.size()));
		Collections.reverse(latest);
		return latest.stream().map(view).toList();
	}

	private static Map<String, Object> account(SandboxAccount account) {
		return object("name", account.name(), "partnerId", account.partnerId());
	}

	private static Map<String, Object> budget(SandboxApi api, String account, Budget budget) {
		return object("account", account, "name", budget, "left", api.budgetLeft(account, budget), "limit",
				api.budgetLimit(budget));
	}

	private static Map<String, Object> campaign(SandboxCampaign campaign) {
		return object("account", campaign.account(), "id", campaign.id().value(), "title", campaign.title(), "language",
				campaign.language(), "toAll", campaign.toAllSubscribers(), "status", campaign.status(), "launches",
				campaign.launches(), "at", campaign.createdAt().toMillis());
	}

	private static Map<String, Object> launch(SandboxLaunch launch) {
		Map<String, Object> view = object("account", launch.account(), "campaignId", launch.campaignId().value(),
				"title", launch.title(), "description", launch.description(), "link", launch.link(), "unengaged",
				launch.includeUnengaged(), "ttlSeconds", launch.ttl().toSeconds(), "at",
				launch.launchedAt().toMillis());
		putIfPresent(view, "image", launch.image());
		putIfPresent(view, "banner", launch.banner());
		Target target = launch.target();
		if (target != null) {
			view.put("target", target.attribute() + " = " + String.join(" or ", target.values()));
		}
		return view;
	}

	private static Map<String, Object> rejected(SandboxRequest request) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("at", request.arrivedAt().toMillis());
		view.put("call", request.method() + " " + request.path());
		putIfPresent(view, "operation", request.operation());
		putIfPresent(view, "status", request.status());
		putIfPresent(view, "reason", request.rejection());
		return view;
	}

	private static void putIfPresent(Map<String, Object> view, String name, @Nullable Object value) {
		if (value != null) {
			view.put(name, value);
		}
	}

}
