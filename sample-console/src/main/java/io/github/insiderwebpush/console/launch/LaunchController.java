package io.github.insiderwebpush.console.launch;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.Words;

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

	private final LaunchStore launches;

	private final LaunchService service;

	LaunchController(CampaignStore store, LaunchStore launches, LaunchService service) {
		this.store = store;
		this.launches = launches;
		this.service = service;
	}

	@GetMapping("/launch/{id}")
	String form(@PathVariable long id, Model model) {
		LaunchForm form = this.launches.sent(id).stream().findFirst().map(LaunchForm::like).orElse(LaunchForm.EMPTY);
		return page(find(id), form, Map.of(), model);
	}

	/**
	 * The notification as subscribers would see it, with the problems so far. Nothing is
	 * sent.
	 */
	@PostMapping("/page/launch/{id}/preview")
	String preview(@PathVariable long id, @ModelAttribute("form") LaunchForm form, Model model) {
		Campaign campaign = find(id);
		model.addAttribute("campaign", campaign);
		model.addAttribute("problems", form.problemsSoFar(campaign));
		return "page/preview";
	}

	@PostMapping("/launch/{id}")
	String launch(@PathVariable long id, @ModelAttribute("form") LaunchForm form, Principal who, Model model) {
		Campaign campaign = find(id);
		Optional<LaunchRecord> replayed = this.launches.find(form.token());
		if (replayed.isPresent()) {
			return "redirect:/figures/" + id;
		}
		if (!campaign.launchable()) {
			return page(campaign, form, Map.of(), model);
		}
		Map<String, List<String>> problems = form.problems(campaign);
		if (problems.isEmpty() && !form.token().isEmpty()) {
			if (form.seen() == campaign.launches() && this.service.launch(campaign, form, who.getName())) {
				return "redirect:/figures/" + id;
			}
			if (this.launches.find(form.token()).isPresent()) {
				return "redirect:/figures/" + id;
			}
		}
		return page(find(id), form, problems, model);
	}

	private String page(Campaign campaign, LaunchForm form, Map<String, List<String>> problems, Model model) {
		List<LaunchRecord> earlier = this.launches.sent(campaign.id());
		if (form.seen() >= 0 && form.seen() < campaign.launches() && !earlier.isEmpty()) {
			LaunchRecord last = earlier.get(0);
			model.addAttribute("message", "This campaign was launched at " + Words.time(last.launchedAt()) + " by "
					+ last.launchedBy() + ", after this form was opened. Nothing was sent now. Launch it again?");
		}
		model.addAttribute("campaign", campaign);
		model.addAttribute("earlier", earlier);
		model.addAttribute("form", form.renewed(campaign));
		model.addAttribute("problems", problems);
		return "launch";
	}

	private Campaign find(long id) {
		return this.store.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
