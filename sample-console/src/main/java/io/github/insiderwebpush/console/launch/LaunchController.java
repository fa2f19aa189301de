package io.github.insiderwebpush.console.launch;

import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.console.account.Account;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/**
 * The page on which a campaign is launched: the message, its preview, the confirmation.
 */
@Controller
class LaunchController {

	private final CampaignStore store;

	private final LaunchService launches;

	private final Account account;

	LaunchController(CampaignStore store, LaunchService launches, Account account) {
		this.store = store;
		this.launches = launches;
		this.account = account;
	}

	@GetMapping("/launch/{id}")
	String form(@PathVariable long id, Model model) {
		return page(find(id), LaunchForm.EMPTY, Map.of(), model);
	}

	/**
	 * The notification as subscribers would see it, with what is wrong so far. Nothing is
	 * sent.
	 */
	@PostMapping("/page/launch/{id}/preview")
	String preview(@PathVariable long id, @ModelAttribute("form") LaunchForm form, Model model) {
		Campaign campaign = find(id);
		model.addAttribute("campaign", campaign);
		model.addAttribute("problems", messageProblems(campaign, form));
		return "page/preview";
	}

	@PostMapping("/launch/{id}")
	String launch(@PathVariable long id, @ModelAttribute("form") LaunchForm form, Model model) {
		Campaign campaign = find(id);
		Map<String, List<String>> problems = form.problems(campaign);
		if (!problems.isEmpty() || !campaign.launchable()) {
			return page(campaign, form, problems, model);
		}
		this.launches.launch(campaign, form.message(campaign));
		return "redirect:/figures/" + id;
	}

	private String page(Campaign campaign, LaunchForm form, Map<String, List<String>> problems, Model model) {
		model.addAttribute("account", this.account);
		model.addAttribute("campaign", campaign);
		model.addAttribute("form", form);
		model.addAttribute("problems", problems);
		return "launch";
	}

	private static Map<String, List<String>> messageProblems(Campaign campaign, LaunchForm form) {
		try {
			form.message(campaign);
			return Map.of();
		}
		catch (InvalidCampaignException ex) {
			return ex.problems();
		}
	}

	private Campaign find(long id) {
		return this.store.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
