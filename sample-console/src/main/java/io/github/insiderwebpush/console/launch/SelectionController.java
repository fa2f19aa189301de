package io.github.insiderwebpush.console.launch;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.LaunchSchedule;
import io.github.insiderwebpush.console.campaign.MessageStore;
import io.github.insiderwebpush.console.campaign.QueueState;
import io.github.insiderwebpush.console.campaign.TeamTime;
import io.github.insiderwebpush.console.campaign.Words;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The launch of several campaigns: a summary, and a number to type. They are scheduled
 * for now, so each is recorded before it is sent, and is sent soon or not at all.
 */
@Controller
class SelectionController {

	private static final Duration LONGEST = Duration.ofMinutes(15);

	private final CampaignStore store;

	private final MessageStore messages;

	private final LaunchSchedule schedule;

	private final QueueState queue;

	private final TeamTime times;

	SelectionController(CampaignStore store, MessageStore messages, LaunchSchedule schedule, QueueState queue,
			TeamTime times) {
		this.store = store;
		this.messages = messages;
		this.schedule = schedule;
		this.queue = queue;
		this.times = times;
	}

	@GetMapping("/launch-selected")
	String summary(@RequestParam(name = "id", required = false) @Nullable List<Long> ids, Model model) {
		return page(selection(ids), Map.of(), model);
	}

	@PostMapping("/launch-selected")
	String launch(@RequestParam(name = "id", required = false) @Nullable List<Long> ids, @RequestParam UUID token,
			@RequestParam String seen, @RequestParam(defaultValue = "") String confirm, Principal who, Model model) {
		LaunchSelection selection = selection(ids);
		if (!selection.fingerprint().equals(seen)) {
			model.addAttribute("message",
					"These campaigns have changed since this page was opened. Nothing was launched now.");
			return page(selection, Map.of(), model);
		}
		String number = Integer.toString(selection.ready().size());
		if (!number.equals(Words.visible(confirm))) {
			return page(selection, Map.of("confirm", List.of("Type the number of campaigns: " + number)), model);
		}
		if (this.queue.pausedBy() != null || selection.ready().isEmpty()) {
			return page(selection, Map.of(), model);
		}
		int launched = this.schedule.scheduleAll(selection.messages(), this.times.now(LONGEST), token.toString(),
				who.getName());
		return "redirect:/?launching=" + launched;
	}

	private LaunchSelection selection(@Nullable List<Long> ids) {
		List<Campaign> campaigns = Objects.requireNonNullElse(ids, List.<Long>of())
			.stream()
			.distinct()
			.map(this.store::find)
			.flatMap(Optional::stream)
			.toList();
		return LaunchSelection.of(campaigns, this.messages.find(campaigns.stream().map(Campaign::id).toList()));
	}

	private String page(LaunchSelection selection, Map<String, List<String>> problems, Model model) {
		model.addAttribute("selection", selection);
		model.addAttribute("problems", problems);
		model.addAttribute("pausedBy", this.queue.pausedBy());
		model.addAttribute("minutes", LONGEST.toMinutes());
		model.addAttribute("token", UUID.randomUUID().toString());
		return "selected";
	}

}
