package io.github.insiderwebpush.test.contractcheck;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The steps of the contract check against one API: creates drafts, provokes the
 * documented failures, and deletes its drafts.
 */
final class ContractCheck {

	private final DraftClient client;

	private final String title;

	private final Map<String, CheckedResponse> responses = new LinkedHashMap<>();

	private final Set<String> drafts = new LinkedHashSet<>();

	private final List<String> leftovers = new ArrayList<>();

	ContractCheck(URI baseUrl, String token, String partnerId, Consumer<Duration> sleep) {
		this.client = new DraftClient(baseUrl, token, partnerId, sleep);
		this.title = "Contract check " + UUID.randomUUID().toString().substring(0, 8);
	}

	/**
	 * Run all steps.
	 * @return the response of each step by its name, in order
	 */
	Map<String, CheckedResponse> run() {
		try {
			titles();
			otherDrafts();
			statistics();
		}
		finally {
			deleteDrafts();
		}
		return this.responses;
	}

	/**
	 * Return what could not be deleted, in words: an ID, or the title of a draft whose
	 * response was lost.
	 */
	List<String> leftovers() {
		return this.leftovers;
	}

	private void titles() {
		CheckedResponse created = create("Create a draft", draft(this.title, "en_GB"));
		create("Create the same title again", draft(this.title, "en_GB"));
		create("Create the title in upper case", draft(this.title.toUpperCase(Locale.ROOT), "en_GB"));
		create("Create the title with a space at its end", draft(this.title + " ", "en_GB"));
		String id = created.campaignId();
		if (id != null) {
			if (record("Delete the draft", () -> this.client.delete(id)).isSuccess()) {
				this.drafts.remove(id);
			}
			record("Delete it again (unknown ID)", () -> this.client.delete(id));
			create("Create the title of the deleted draft", draft(this.title, "en_GB"));
		}
	}

	private void otherDrafts() {
		create("Create with a bad language", draft(this.title + " language", "not-a-language"));
		create("Create without a title", Map.of("language", "en_GB", "is_all", false));
		create("Create with a title of 101 characters",
				draft((this.title + " " + "x".repeat(101)).substring(0, 101), "en_GB"));
	}

	private void statistics() {
		String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
		String tooOld = LocalDate.now(ZoneOffset.UTC).minusYears(2).toString();
		Map<String, Object> days = Map.of("start_date", yesterday, "end_date", yesterday);
		record("Totals of yesterday", () -> this.client.statistics("top-metrics", days));
		record("Totals of two years ago",
				() -> this.client.statistics("top-metrics", Map.of("start_date", tooOld, "end_date", tooOld)));
		record("Totals with a bad date",
				() -> this.client.statistics("top-metrics", Map.of("start_date", yesterday, "end_date", "30.11.2026")));
		record("First page of campaigns",
				() -> this.client.statistics("overall-metrics", with(days, "page", 1, "per_page", 10)));
		record("Page of 9 campaigns",
				() -> this.client.statistics("overall-metrics", with(days, "page", 1, "per_page", 9)));
		record("Page of 21 campaigns",
				() -> this.client.statistics("overall-metrics", with(days, "page", 1, "per_page", 21)));
		record("Figures of an unknown campaign",
				() -> this.client.statistics("campaign-metrics", with(days, "campaign_id", "0")));
	}

	private static Map<String, Object> draft(String title, String language) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("title", title);
		fields.put("language", language);
		fields.put("is_all", false);
		return fields;
	}

	private static Map<String, Object> with(Map<String, Object> fields, Object... namesAndValues) {
		Map<String, Object> all = new LinkedHashMap<>(fields);
		for (int i = 0; i < namesAndValues.length; i += 2) {
			all.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return all;
	}

	private CheckedResponse create(String step, Map<String, Object> fields) {
		CheckedResponse response = record(step, () -> this.client.create(fields));
		String id = response.campaignId();
		if (response.isSuccess() && id != null) {
			this.drafts.add(id);
		}
		else if (response.isSuccess() || response.status() == 0 || response.status() >= 500) {
			this.leftovers.add("a draft titled '" + fields.getOrDefault("title", "") + "' may exist");
		}
		return response;
	}

	private CheckedResponse record(String step, Supplier<CheckedResponse> call) {
		CheckedResponse response = call.get();
		this.responses.put(step, response);
		return response;
	}

	private void deleteDrafts() {
		int number = 0;
		for (String id : this.drafts) {
			CheckedResponse response = record("Delete draft " + ++number, () -> this.client.delete(id));
			if (!response.isSuccess()) {
				this.leftovers.add("draft " + id + " was not deleted: status " + response.status());
			}
		}
	}

}
