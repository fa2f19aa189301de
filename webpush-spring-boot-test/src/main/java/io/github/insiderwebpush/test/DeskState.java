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

import static io.github.insiderwebpush.test.OddFormats.object;

/**
 * What the desk page shows, as JSON. Of long lists it has the latest.
 */
final class DeskState {

	private static final int SHOWN = 100;

	private DeskState() {
	}

	static Map<String, Object> of(Vendor vendor, SandboxOptions options) {
		List<SandboxRequest> requests = vendor.requests();
		List<SandboxRequest> refused = requests.stream().filter((request) -> !request.accepted()).toList();
		List<SandboxCampaign> campaigns = vendor.campaigns();
		List<SandboxLaunch> launches = vendor.launches();
		Map<String, Object> state = object("partnerId", options.partnerId(), "elapsed", vendor.elapsed().toMillis(),
				"algorithm", options.algorithm(), "periodSeconds", options.budgetPeriod().toSeconds(), "totals",
				object("requests", requests.size(), "refused", refused.size(), "campaigns", campaigns.size(),
						"launches", launches.size()));
		state.put("budgets", Arrays.stream(Budget.values()).map((budget) -> budget(vendor, budget)).toList());
		state.put("campaigns", latest(campaigns, DeskState::campaign));
		state.put("launches", latest(launches, DeskState::launch));
		state.put("refused", latest(refused, DeskState::refused));
		state.put("script", vendor.script().describe());
		state.put("operations", WebPushOperation.values());
		state.put("faults",
				Arrays.stream(DeskFault.values())
					.map((fault) -> object("key", fault, "label", fault.label()))
					.toList());
		return state;
	}

	private static <T> List<Map<String, Object>> latest(List<T> all, Function<T, Map<String, Object>> view) {
		List<T> latest = new ArrayList<>(all.subList(Math.max(0, all.size() - SHOWN), all.size()));
		Collections.reverse(latest);
		return latest.stream().map(view).toList();
	}

	private static Map<String, Object> budget(Vendor vendor, Budget budget) {
		return object("name", budget, "left", vendor.budgetLeft(budget), "limit", vendor.budgetLimit(budget));
	}

	private static Map<String, Object> campaign(SandboxCampaign campaign) {
		return object("id", campaign.id().value(), "title", campaign.title(), "language", campaign.language(), "toAll",
				campaign.toAllSubscribers(), "status", campaign.status(), "launches", campaign.launches(), "at",
				campaign.createdAt().toMillis());
	}

	private static Map<String, Object> launch(SandboxLaunch launch) {
		Map<String, Object> view = object("campaignId", launch.campaignId().value(), "title", launch.title(),
				"description", launch.description(), "link", launch.link(), "unengaged", launch.includeUnengaged(),
				"ttlSeconds", launch.ttl().toSeconds(), "at", launch.launchedAt().toMillis());
		putIfPresent(view, "image", launch.image());
		putIfPresent(view, "banner", launch.banner());
		Target target = launch.target();
		if (target != null) {
			view.put("target", target.attribute() + " is " + String.join(" or ", target.values()));
		}
		return view;
	}

	private static Map<String, Object> refused(SandboxRequest request) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("at", request.arrivedAt().toMillis());
		view.put("call", request.method() + " " + request.path());
		putIfPresent(view, "operation", request.operation());
		putIfPresent(view, "status", request.status());
		putIfPresent(view, "reason", request.refusal());
		return view;
	}

	private static void putIfPresent(Map<String, Object> view, String name, @Nullable Object value) {
		if (value != null) {
			view.put(name, value);
		}
	}

}
