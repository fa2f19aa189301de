package io.github.insiderwebpush.console.campaign;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

import io.github.insiderwebpush.console.progress.Progress;
import io.github.insiderwebpush.console.progress.ProgressReader;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The list of campaigns, its actions, and the bar that shows the queue.
 */
@Controller
class CampaignPageController {

	private final CampaignStore store;

	private final CampaignQueue queue;

	private final QueueState state;

	private final ProgressReader progress;

	CampaignPageController(CampaignStore store, CampaignQueue queue, QueueState state, ProgressReader progress) {
		this.store = store;
		this.queue = queue;
		this.state = state;
		this.progress = progress;
	}

	@GetMapping("/")
	String page(@ModelAttribute ListView view, @RequestParam(required = false) @Nullable Integer uploaded,
			@RequestParam(required = false) @Nullable Integer scheduled,
			@RequestParam(required = false) @Nullable Integer launching, Model model) {
		if (uploaded != null) {
			model.addAttribute("message", Words.campaigns(uploaded) + " queued"
					+ ((scheduled != null) ? ", " + Words.launches(scheduled) + " scheduled." : "."));
		}
		if (launching != null) {
			model.addAttribute("message",
					(launching > 0) ? Words.launches(launching) + " on the way. The list shows how each ends."
							: "Nothing was launched: these campaigns have changed in the meantime.");
		}
		model.addAttribute("progress", this.progress.read());
		return table("index", view, model);
	}

	@GetMapping("/page/campaigns")
	String table(@ModelAttribute ListView view, Model model) {
		return table("page/campaigns", view, model);
	}

	/**
	 * The bar, and a hint to read the list again if any campaign changed.
	 */
	@GetMapping("/page/progress")
	String progress(@RequestParam(defaultValue = "") String version, Model model, HttpServletResponse response) {
		Progress now = this.progress.read();
		model.addAttribute("progress", now);
		if (!now.version().equals(version)) {
			response.setHeader("HX-Trigger-After-Swap", "campaigns-changed");
		}
		return "page/progress";
	}

	@PostMapping("/page/queue/pause")
	String pause(Principal who, Model model) {
		this.state.set(true, who.getName());
		model.addAttribute("progress", this.progress.read());
		return "page/progress";
	}

	@PostMapping("/page/queue/resume")
	String resume(Principal who, Model model) {
		this.state.set(false, who.getName());
		model.addAttribute("progress", this.progress.read());
		return "page/progress";
	}

	/**
	 * Cancel what waits: of one file, or all.
	 */
	@PostMapping("/page/queue/cancel")
	String cancelAll(@RequestParam(required = false) @Nullable Long file, Model model, HttpServletResponse response) {
		int cancelled = this.queue.cancelAll(file);
		model.addAttribute("progress", this.progress.read());
		model.addAttribute("message",
				(cancelled > 0)
						? Words.campaigns(cancelled) + " cancelled. They are in the list and can be queued again."
						: "Nothing was cancelled: none of them was waiting any more.");
		response.setHeader("HX-Trigger-After-Swap", "campaigns-changed");
		return "page/progress";
	}

	/**
	 * An action on one campaign or on a selection.
	 */
	@PostMapping("/page/campaigns/{action:retry|remove|cancel}")
	String act(@PathVariable String action, @RequestParam(name = "id", required = false) @Nullable List<Long> ids,
			@ModelAttribute ListView view, Model model) {
		LongPredicate act = switch (action) {
			case "retry" -> this.queue::retry;
			case "remove" -> this.queue::remove;
			default -> this.queue::cancel;
		};
		List<Long> asked = (ids != null) ? ids : List.of();
		long done = asked.stream().filter(act::test).count();
		model.addAttribute("message", words(action, done, asked.size()));
		return table("page/campaigns", view, model);
	}

	private static String words(String action, long done, int asked) {
		String past = Map.of("retry", "queued again", "remove", "removed from the list", "cancel", "cancelled")
			.get(action);
		if (asked == 0) {
			return "Select at least one campaign.";
		}
		return Words.campaigns(done) + " " + past + "."
				+ ((done < asked) ? " " + (asked - done) + " left as they are: their status does not allow it." : "");
	}

	private String table(String template, ListView view, Model model) {
		Map<CampaignFilter, Integer> counts = this.store.counts(view);
		int count = counts.getOrDefault(view.filter(), 0);
		int pages = Math.max(1, (count + ListView.ROWS - 1) / ListView.ROWS);
		ListView shown = view.withPage(Math.min(view.page(), pages));
		model.addAttribute("view", shown);
		model.addAttribute("filters", CampaignFilter.values());
		model.addAttribute("sorts", CampaignSort.values());
		model.addAttribute("counts", counts);
		model.addAttribute("count", count);
		model.addAttribute("pages", pages);
		model.addAttribute("campaigns", this.store.list(shown));
		return template;
	}

}
