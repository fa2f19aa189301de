package io.github.insiderwebpush.console.figures;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.console.account.Account;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.LaunchState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/**
 * The page of a launched campaign. Its figures come after it, for they may have to wait
 * for the budget.
 */
@Controller
class FiguresController {

	private static final Log logger = LogFactory.getLog(FiguresController.class);

	private final CampaignStore store;

	private final FiguresReader reader;

	private final Account account;

	FiguresController(CampaignStore store, FiguresReader reader, Account account) {
		this.store = store;
		this.reader = reader;
		this.account = account;
	}

	@GetMapping("/figures/{id}")
	String page(@PathVariable long id, Model model) {
		model.addAttribute("account", this.account);
		model.addAttribute("campaign", find(id));
		return "figures";
	}

	@GetMapping("/page/figures/{id}")
	String chart(@PathVariable long id, Model model) {
		Campaign campaign = find(id);
		model.addAttribute("campaign", campaign);
		if (campaign.recordedLaunch() == LaunchState.LAUNCHED) {
			try {
				this.reader.read(campaign)
					.ifPresentOrElse((chart) -> model.addAttribute("chart", chart), () -> model.addAttribute("message",
							"Insider One's report does not name this campaign yet. Come back later."));
			}
			catch (WebPushException ex) {
				logger.info("No figures for campaign " + id + ": " + ex.getMessage());
				model.addAttribute("message", "The figures cannot be read now. Come back in a minute.");
			}
		}
		return "page/chart";
	}

	private Campaign find(long id) {
		return this.store.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
