package io.github.insiderwebpush.console.campaign;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;

import org.springframework.stereotype.Component;

/**
 * What is wrong with a campaign before it is queued: the starter's rules, and whether the
 * console has that title already.
 */
@Component
class DraftRules {

	static final List<String> TITLE_TAKEN = List
		.of("is taken by a campaign of this console: titles are unique, choose another one");

	private final CampaignQueue queue;

	private final CampaignStore store;

	DraftRules(CampaignQueue queue, CampaignStore store) {
		this.queue = queue;
		this.store = store;
	}

	/**
	 * Return the problems by field, empty if there are none.
	 */
	Map<String, List<String>> problems(DraftForm form) {
		try {
			CreateCampaign draft = this.queue.complete(form.toDraft());
			return this.store.taken(Set.of(draft.title())).isEmpty() ? Map.of() : Map.of("title", TITLE_TAKEN);
		}
		catch (InvalidCampaignException ex) {
			return new LinkedHashMap<>(ex.problems());
		}
	}

}
