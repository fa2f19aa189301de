package io.github.insiderwebpush.console.launch;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.LaunchSchedule;
import io.github.insiderwebpush.console.campaign.LaunchTimes;
import io.github.insiderwebpush.console.campaign.Message;
import io.github.insiderwebpush.console.campaign.MessageStore;
import io.github.insiderwebpush.console.campaign.Schedule;
import io.github.insiderwebpush.console.campaign.TeamTime;
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
 * The page on which a campaign is launched or scheduled: the message, its preview, the
 * start, the confirmation.
 */
@Controller
class LaunchController {

	private final CampaignStore store;

	private final MessageStore messages;

	private final LaunchStore launches;

	private final LaunchService service;

	private final LaunchSchedule schedule;

	private final TeamTime times;

	LaunchController(CampaignStore store, MessageStore messages, LaunchStore launches, LaunchService service,
			LaunchSchedule schedule, TeamTime times) {
		this.store = store;
		this.messages = messages;
		this.launches = launches;
		this.service = service;
		this.schedule = schedule;
		this.times = times;
	}

	@GetMapping("/launch/{id}")
	String form(@PathVariable long id, @RequestParam(required = false) @Nullable Long use, Model model) {
		Campaign campaign = find(id);
		Message message = this.messages.find((use != null) ? use : id).orElse(Message.EMPTY);
		return page(campaign, message, LaunchForm.of(campaign, this.times), Map.of(), model);
	}

	/**
	 * The notification as subscribers would see it, with the problems so far. Nothing is
	 * sent.
	 */
	@PostMapping("/page/launch/{id}/preview")
	String preview(@PathVariable long id, @ModelAttribute("form") Message message, Model model) {
		Campaign campaign = find(id);
		model.addAttribute("campaign", campaign);
		model.addAttribute("problems", message.problemsSoFar(campaign.toAll()));
		return "page/preview";
	}

	@PostMapping("/launch/{id}")
	String launch(@PathVariable long id, @ModelAttribute("form") Message message,
			@ModelAttribute("launch") LaunchForm form, Principal who, Model model) {
		Campaign campaign = find(id);
		String replayed = replayed(campaign, form);
		if (replayed != null) {
			return replayed;
		}
		if (!campaign.launchable() && !campaign.schedulable()) {
			return page(campaign, message, form, Map.of(), model);
		}
		Map<String, List<String>> problems = form.problems(campaign, message);
		LaunchTimes times = form.later() ? form.times(this.times, problems) : null;
		if (problems.isEmpty() && form.isUpToDate(campaign)) {
			boolean done = (times != null)
					? this.schedule.schedule(campaign, message, new Schedule(times, who.getName(), form.token()))
					: campaign.launchable() && this.service.launch(campaign, message, form, who.getName());
			if (done) {
				return (times != null) ? "redirect:/campaign/" + id : "redirect:/figures/" + id;
			}
			replayed = replayed(find(id), form);
			if (replayed != null) {
				return replayed;
			}
		}
		return page(find(id), message, form, problems, model);
	}

	/**
	 * Return where a form leads that was submitted before.
	 */
	private @Nullable String replayed(Campaign campaign, LaunchForm form) {
		if (form.token().isEmpty()) {
			return null;
		}
		if (form.token().equals(campaign.scheduleToken())) {
			return "redirect:/campaign/" + campaign.id();
		}
		return this.launches.find(form.token()).isPresent() ? "redirect:/figures/" + campaign.id() : null;
	}

	private String page(Campaign campaign, Message message, LaunchForm form, Map<String, List<String>> problems,
			Model model) {
		List<LaunchRecord> earlier = this.launches.sent(campaign.id());
		if (form.seen() >= 0 && form.seen() < campaign.launches() && !earlier.isEmpty()) {
			LaunchRecord last = earlier.get(0);
			model.addAttribute("message",
					"This campaign was launched at " + this.times.words(last.launchedAt()) + " by " + last.launchedBy()
							+ ", after this form was opened. Nothing was sent now. Launch it again?");
		}
		else if (form.seen() >= 0 && !form.schedule().equals(campaign.scheduleToken())) {
			model.addAttribute("message", "The schedule of this campaign was changed after this form was opened. "
					+ "Nothing was sent or scheduled now.");
		}
		model.addAttribute("campaign", campaign);
		model.addAttribute("earlier", earlier);
		model.addAttribute("form", message);
		model.addAttribute("launch", form.renewed(campaign));
		model.addAttribute("recent", this.messages.recent());
		model.addAttribute("problems", problems);
		return "launch";
	}

	private Campaign find(long id) {
		return this.store.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
