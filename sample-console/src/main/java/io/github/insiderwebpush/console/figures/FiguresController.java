package io.github.insiderwebpush.console.figures;

import java.util.List;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.FailureWords;
import io.github.insiderwebpush.console.campaign.LaunchState;
import io.github.insiderwebpush.console.campaign.Settlement;
import io.github.insiderwebpush.console.campaign.TeamTime;
import io.github.insiderwebpush.console.figures.Comparison.Figure;
import io.github.insiderwebpush.console.launch.LaunchStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Results: of one campaign, of all that were launched, and the settlement of what is not
 * known. Figures load after the page, because they may wait for the statistics budget.
 */
@Controller
class FiguresController {

	private static final Log logger = LogFactory.getLog(FiguresController.class);

	private static final int MOST_CAMPAIGNS = 50;

	private static final String NOT_NOW = "The figures cannot be read now. Try again in a minute.";

	private final CampaignStore store;

	private final LaunchStore launches;

	private final FiguresReader reader;

	private final Settlement settlement;

	private final TeamTime times;

	FiguresController(CampaignStore store, LaunchStore launches, FiguresReader reader, Settlement settlement,
			TeamTime times) {
		this.store = store;
		this.launches = launches;
		this.reader = reader;
		this.settlement = settlement;
		this.times = times;
	}

	@GetMapping("/figures/{id}")
	String page(@PathVariable long id, Model model) {
		model.addAttribute("campaign", find(id));
		model.addAttribute("launches", this.launches.sent(id));
		return "figures";
	}

	@GetMapping("/page/figures/{id}")
	String plot(@PathVariable long id, Model model) {
		Campaign campaign = find(id);
		model.addAttribute("campaign", campaign);
		try {
			this.reader.read(campaign).ifPresentOrElse((metrics) -> {
				model.addAttribute("plot", Plot.of(metrics.overview()));
				model.addAttribute("revenue", Plot.money(metrics.overview().revenue()));
				model.addAttribute("isFinal", metrics.isFinal());
			}, () -> model.addAttribute("message",
					"Insider One's report does not name this campaign yet. Figures come late: look again in some minutes."));
		}
		catch (WebPushException ex) {
			logger.info("No figures for campaign " + id + ": " + ex.getMessage());
			model.addAttribute("message", NOT_NOW);
		}
		return "page/plot";
	}

	@GetMapping("/results")
	String results(@RequestParam(defaultValue = "CLICK_RATE") Figure figure, Model model) {
		model.addAttribute("figure", figure);
		model.addAttribute("none", this.store.launched(1).isEmpty());
		return "results";
	}

	@GetMapping("/page/results")
	String comparison(@RequestParam(defaultValue = "CLICK_RATE") Figure figure, Model model) {
		List<Campaign> campaigns = this.store.launched(MOST_CAMPAIGNS);
		model.addAttribute("figure", figure);
		model.addAttribute("figures", Figure.values());
		try {
			FiguresReader.Report report = this.reader.compare(campaigns);
			model.addAttribute("comparison", Comparison.of(campaigns, report.figures(), figure));
			model.addAttribute("readAt", this.times.words(report.readAt()));
		}
		catch (WebPushException ex) {
			logger.info("No figures for the results page: " + ex.getMessage());
			model.addAttribute("message", NOT_NOW);
		}
		return "page/results";
	}

	@GetMapping("/resolve/{id}")
	String resolve(@PathVariable long id, Model model) {
		Campaign campaign = find(id);
		model.addAttribute("campaign", campaign);
		model.addAttribute("whereToLook", FailureWords.whereToLook(campaign.toAll()));
		return "resolve";
	}

	/**
	 * A row in the report proves that the campaign was sent; no row proves nothing.
	 */
	@PostMapping("/resolve/{id}/statistics")
	String look(@PathVariable long id, Model model) {
		Campaign campaign = find(id);
		if (campaign.launches() > 1) {
			model.addAttribute("message",
					"This campaign was launched before, so the statistics cannot tell which launch they show.");
			return resolve(id, model);
		}
		try {
			if (campaign.launchState() == LaunchState.UNCLEAR && this.reader.isReported(campaign)) {
				this.settlement.launch(id, true);
				return "redirect:/figures/" + id;
			}
			model.addAttribute("message",
					"The statistics have no row of this campaign. That proves nothing, because figures come late.");
		}
		catch (WebPushException ex) {
			logger.info("No statistics to settle campaign " + id + ": " + ex.getMessage());
			model.addAttribute("message", NOT_NOW);
		}
		return resolve(id, model);
	}

	@PostMapping("/resolve/{id}")
	String settle(@PathVariable long id, @RequestParam String decision,
			@RequestParam(defaultValue = "") String campaignId, Model model) {
		boolean settled = switch (decision) {
			case "sent" -> this.settlement.launch(id, true);
			case "not-sent" -> this.settlement.launch(id, false);
			case "missing" -> this.settlement.missing(id);
			case "exists" -> campaignId.strip().matches("[1-9][0-9]{0,17}")
					&& this.settlement.exists(id, Long.parseLong(campaignId.strip()));
			default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
		};
		if (settled) {
			return "redirect:/";
		}
		model.addAttribute("message",
				"exists".equals(decision)
						? "Enter the ID of this campaign: a number that no other campaign of the console has."
						: "Another user settled it in the meantime.");
		model.addAttribute("wrongId", "exists".equals(decision));
		return resolve(id, model);
	}

	private Campaign find(long id) {
		return this.store.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
