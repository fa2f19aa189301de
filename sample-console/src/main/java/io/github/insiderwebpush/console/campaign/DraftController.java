package io.github.insiderwebpush.console.campaign;

import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The form of one campaign: new, duplicated or edited; and the deletion of a draft.
 */
@Controller
class DraftController {

	private final CampaignStore store;

	private final CampaignQueue queue;

	private final DraftRules rules;

	private final MessageStore messages;

	DraftController(CampaignStore store, CampaignQueue queue, DraftRules rules, MessageStore messages) {
		this.store = store;
		this.messages = messages;
		this.queue = queue;
		this.rules = rules;
	}

	@GetMapping("/new")
	String form(@RequestParam(required = false) @Nullable Long from, Model model) {
		DraftForm form = (from != null) ? DraftForm.of(find(from), find(from).title() + " (copy)") : DraftForm.EMPTY;
		return copy(form, from, Map.of(), model);
	}

	@GetMapping("/edit/{id}")
	String edit(@PathVariable long id, Model model) {
		Campaign campaign = find(id);
		return page(DraftForm.of(campaign, campaign.title()), campaign, Map.of(), model);
	}

	/**
	 * The problems so far; a form without a name has none yet. Nothing is queued.
	 */
	@PostMapping("/page/check")
	String check(@ModelAttribute("form") DraftForm form, @RequestParam(required = false) @Nullable Long id,
			Model model) {
		Campaign edited = (id != null) ? this.store.find(id).orElse(null) : null;
		model.addAttribute("problems", (form.titleLength() > 0) ? this.rules.problems(form, edited) : Map.of());
		return "page/rules";
	}

	@PostMapping("/new")
	String create(@ModelAttribute("form") DraftForm form, @RequestParam(required = false) @Nullable Long from,
			Model model) {
		Map<String, List<String>> problems = this.rules.problems(form, null);
		if (problems.isEmpty()) {
			try {
				Message message = (from != null) ? this.messages.find(from).orElse(null) : null;
				this.queue.add(new NewCampaign(form.toDraft(), message, null));
				return "redirect:/";
			}
			catch (DuplicateKeyException ex) {
				problems = Map.of("title", DraftRules.TITLE_TAKEN);
			}
		}
		return copy(form, from, problems, model);
	}

	/**
	 * A new campaign, perhaps with the message of the one that it is copied from.
	 */
	private String copy(DraftForm form, @Nullable Long from, Map<String, List<String>> problems, Model model) {
		model.addAttribute("from", from);
		model.addAttribute("copied", (from != null) ? this.messages.find(from).orElse(null) : null);
		return page(form, null, problems, model);
	}

	@PostMapping("/edit/{id}")
	String save(@PathVariable long id, @ModelAttribute("form") DraftForm form, Model model) {
		Campaign campaign = find(id);
		Map<String, List<String>> problems = this.rules.problems(form, campaign);
		if (problems.isEmpty()) {
			try {
				if (this.queue.edit(id, form.toDraft())) {
					return "redirect:/";
				}
				model.addAttribute("message",
						campaign.scheduled() ? "Its launch is scheduled. Cancel the schedule first."
								: "It is being created, so it cannot be changed any more. Duplicate it instead.");
			}
			catch (DuplicateKeyException ex) {
				problems = Map.of("title", DraftRules.TITLE_TAKEN);
			}
		}
		return page(form, campaign, problems, model);
	}

	@GetMapping("/delete/{id}")
	String confirm(@PathVariable long id, Model model) {
		model.addAttribute("campaign", find(id));
		return "delete";
	}

	@PostMapping("/delete/{id}")
	String delete(@PathVariable long id, Model model, HttpServletResponse response) {
		if (this.queue.delete(id)) {
			return "redirect:/";
		}
		response.setStatus(HttpStatus.CONFLICT.value());
		model.addAttribute("message", "It is not a draft any more, so it was not deleted.");
		return confirm(id, model);
	}

	private String page(DraftForm form, @Nullable Campaign campaign, Map<String, List<String>> problems, Model model) {
		model.addAttribute("heading", (campaign == null) ? "New campaign" : "Edit campaign");
		model.addAttribute("form", form);
		model.addAttribute("campaign", campaign);
		model.addAttribute("problems", problems);
		return "draft";
	}

	private Campaign find(long id) {
		return this.store.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
