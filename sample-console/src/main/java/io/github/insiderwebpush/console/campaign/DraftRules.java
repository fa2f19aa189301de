package io.github.insiderwebpush.console.campaign;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Problems of a campaign before it is queued: the starter's rules, and whether the
 * console has that title already.
 */
@Component
class DraftRules {

	static final List<String> TITLE_TAKEN = List
		.of("A campaign of this console has this name. Names are unique: choose another one");

	private final CampaignQueue queue;

	private final CampaignStore store;

	DraftRules(CampaignQueue queue, CampaignStore store) {
		this.queue = queue;
		this.store = store;
	}

	/**
	 * Return the problems by field, empty if there are none.
	 * @param form the form
	 * @param edited the campaign that is edited, {@code null} for a new one
	 */
	Map<String, List<String>> problems(DraftForm form, @Nullable Campaign edited) {
		try {
			CreateCampaign draft = this.queue.complete(form.toDraft());
			boolean own = edited != null && edited.title().equals(draft.title());
			return (own || this.store.taken(Set.of(draft.title())).isEmpty()) ? Map.of() : Map.of("title", TITLE_TAKEN);
		}
		catch (InvalidCampaignException ex) {
			return Words.problems(ex);
		}
	}

}
