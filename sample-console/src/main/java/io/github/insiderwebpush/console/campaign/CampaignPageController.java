package io.github.insiderwebpush.console.campaign;

import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.console.account.Account;
import io.github.insiderwebpush.console.progress.ProgressReader;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page, and the parts of it that change.
 */
@Controller
class CampaignPageController {

	static final int ROWS = 20;

	private final CampaignStore store;

	private final CampaignQueue queue;

	private final DraftRules rules;

	private final ProgressReader progress;

	private final Account account;

	CampaignPageController(CampaignStore store, CampaignQueue queue, DraftRules rules, ProgressReader progress,
			Account account) {
		this.store = store;
		this.queue = queue;
		this.rules = rules;
		this.progress = progress;
		this.account = account;
	}

	@GetMapping("/")
	String page(@RequestParam(defaultValue = "ALL") CampaignFilter filter, @RequestParam(defaultValue = "1") int page,
			Model model) {
		model.addAttribute("account", this.account);
		model.addAttribute("progress", this.progress.read());
		model.addAttribute("form", DraftForm.EMPTY);
		return table("index", filter, page, model);
	}

	@GetMapping("/page/campaigns")
	String table(@RequestParam(defaultValue = "ALL") CampaignFilter filter, @RequestParam(defaultValue = "1") int page,
			Model model) {
		return table("page/campaigns", filter, page, model);
	}

	/**
	 * What is wrong so far; a form that nobody has filled in has nothing wrong. Nothing
	 * is queued.
	 */
	@PostMapping("/page/check")
	String check(@ModelAttribute("form") DraftForm form, Model model) {
		model.addAttribute("problems", (form.titleLength() > 0) ? this.rules.problems(form) : Map.of());
		return "page/rules";
	}

	@PostMapping("/page/create")
	String create(@ModelAttribute("form") DraftForm form, Model model, HttpServletResponse response) {
		Map<String, List<String>> problems = this.rules.problems(form);
		if (problems.isEmpty()) {
			try {
				this.queue.add(form.toDraft());
				model.addAttribute("queued", form.title());
				model.addAttribute("form", DraftForm.EMPTY);
				response.setHeader("HX-Trigger", "campaigns-changed, draft-queued");
			}
			catch (DuplicateKeyException ex) {
				problems = Map.of("title", DraftRules.TITLE_TAKEN);
			}
		}
		model.addAttribute("problems", problems);
		return "page/rules";
	}

	@PostMapping("/page/campaigns/{id}/retry")
	String retry(@PathVariable long id, @RequestParam CampaignFilter filter, @RequestParam int page, Model model) {
		this.queue.retry(id);
		return table("page/campaigns", filter, page, model);
	}

	@PostMapping("/page/campaigns/{id}/remove")
	String remove(@PathVariable long id, @RequestParam CampaignFilter filter, @RequestParam int page, Model model) {
		this.queue.remove(id);
		return table("page/campaigns", filter, page, model);
	}

	private String table(String view, CampaignFilter filter, int page, Model model) {
		int count = this.store.count(filter);
		int pages = Math.max(1, (count + ROWS - 1) / ROWS);
		int shown = Math.min(Math.max(1, page), pages);
		model.addAttribute("filters", CampaignFilter.values());
		model.addAttribute("filter", filter);
		model.addAttribute("page", shown);
		model.addAttribute("pages", pages);
		model.addAttribute("count", count);
		model.addAttribute("campaigns", this.store.list(filter, (shown - 1) * ROWS, ROWS));
		return view;
	}

}
