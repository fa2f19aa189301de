package io.github.insiderwebpush.console.launch;

import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.LaunchSchedule;
import io.github.insiderwebpush.console.campaign.Message;
import io.github.insiderwebpush.console.campaign.MessageStore;
import io.github.insiderwebpush.console.campaign.Messages;
import org.jspecify.annotations.Nullable;

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
 * The page of a campaign: its message, its schedule and its launches.
 */
@Controller
class CampaignController {

	private final CampaignStore store;

	private final MessageStore messages;

	private final Messages changes;

	private final LaunchSchedule schedule;

	private final LaunchStore launches;

	CampaignController(CampaignStore store, MessageStore messages, Messages changes, LaunchSchedule schedule,
			LaunchStore launches) {
		this.store = store;
		this.messages = messages;
		this.changes = changes;
		this.schedule = schedule;
		this.launches = launches;
	}

	@GetMapping("/campaign/{id}")
	String page(@PathVariable long id, @RequestParam(required = false) @Nullable Long use,
			@RequestParam(required = false) @Nullable String saved, Model model) {
		if (saved != null) {
			model.addAttribute("saved", "The message is saved. Nothing was sent.");
		}
		Message message = this.messages.find((use != null) ? use : id).orElse(Message.EMPTY);
		return page(find(id), message, Map.of(), model);
	}

	@PostMapping("/campaign/{id}")
	String save(@PathVariable long id, @ModelAttribute("form") Message message, Model model) {
		Campaign campaign = find(id);
		Map<String, List<String>> problems = message.problems(campaign.toAll());
		if (problems.isEmpty()) {
			if (this.changes.edit(id, message)) {
				return "redirect:/campaign/" + id + "?saved";
			}
			model.addAttribute("message",
					"It was launched or scheduled in the meantime, so its message was not changed.");
		}
		return page(find(id), message, problems, model);
	}

	@PostMapping("/campaign/{id}/cancel-schedule")
	String cancel(@PathVariable long id, @RequestParam String schedule, Model model) {
		if (this.schedule.cancel(id, schedule)) {
			return "redirect:/campaign/" + id;
		}
		model.addAttribute("message", "It was launched, or its schedule was changed, in the meantime.");
		return page(id, null, null, model);
	}

	private String page(Campaign campaign, Message message, Map<String, List<String>> problems, Model model) {
		model.addAttribute("campaign", campaign);
		model.addAttribute("form", message);
		model.addAttribute("stored", this.messages.find(campaign.id()).isPresent());
		model.addAttribute("problems", problems);
		model.addAttribute("recent", this.messages.recent());
		model.addAttribute("launches", this.launches.sent(campaign.id()));
		return "campaign";
	}

	private Campaign find(long id) {
		return this.store.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
