package io.github.insiderwebpush.console.figures;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.FailureWords;
import io.github.insiderwebpush.console.campaign.LaunchState;
import io.github.insiderwebpush.console.campaign.Settlement;
import io.github.insiderwebpush.console.csv.CsvFile;
import io.github.insiderwebpush.console.launch.LaunchStore;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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
 * Results: of one campaign, of all that were launched, and the settlement of what is not
 * known. Figures are those in the database: no page waits for Insider One.
 */
@Controller
class FiguresController {

	private static final Log logger = LogFactory.getLog(FiguresController.class);

	private static final Map<String, ResultSort> SORTS = Arrays.stream(ResultSort.values())
		.collect(Collectors.toMap(Enum::name, Function.identity(), (one, other) -> one, LinkedHashMap::new));

	private static final String NOT_NOW = "The statistics cannot be read now. Try again in a minute.";

	private final CampaignStore store;

	private final LaunchStore launches;

	private final ResultStore results;

	private final FiguresReader reader;

	private final Settlement settlement;

	FiguresController(CampaignStore store, LaunchStore launches, ResultStore results, FiguresReader reader,
			Settlement settlement) {
		this.store = store;
		this.launches = launches;
		this.results = results;
		this.reader = reader;
		this.settlement = settlement;
	}

	@GetMapping("/figures/{id}")
	String page(@PathVariable long id, Model model) {
		model.addAttribute("campaign", find(id));
		model.addAttribute("launches", this.launches.sent(id));
		addFigures(id, model);
		return "figures";
	}

	/**
	 * The figures alone, which the page asks for while there are none.
	 */
	@GetMapping("/page/figures/{id}")
	String plot(@PathVariable long id, Model model) {
		model.addAttribute("campaign", find(id));
		addFigures(id, model);
		return "page/plot";
	}

	private void addFigures(long id, Model model) {
		this.results.find(id).ifPresent((result) -> {
			model.addAttribute("result", result);
			model.addAttribute("plot", Plot.of(result));
		});
	}

	@GetMapping("/results")
	String results(@ModelAttribute ResultsView view, Model model) {
		Totals totals = Totals.of(this.results.sums());
		int pages = Math.max(1, (totals.campaigns() + ResultsView.ROWS - 1) / ResultsView.ROWS);
		ResultsView shown = view.withPage(Math.min(view.page(), pages));
		List<Result> rows = this.results.list(shown);
		model.addAttribute("view", shown);
		model.addAttribute("totals", totals);
		model.addAttribute("pages", pages);
		model.addAttribute("results", rows);
		model.addAttribute("sparklines", this.results.sparklines(rows));
		model.addAttribute("sorts", SORTS);
		model.addAttribute("figures", Figure.values());
		model.addAttribute("plot",
				Plot.relative(this.results.compared(shown).stream().map(shown.figure()::value).toList()));
		return "results";
	}

	@GetMapping("/results.csv")
	void export(@ModelAttribute ResultsView view, HttpServletResponse response) throws IOException {
		try (CsvFile file = CsvFile.download(response, "results.csv")) {
			file.row("campaign", "id", "language", "to_all", "message", "launched", "launched by", "launches",
					"targeted", "sent", "delivered", "delivery rate", "clicks", "click rate", "conversions",
					"conversion rate", "revenue", "currency", "final", "read");
			this.results.each(view, (result) -> file.row(result.title(), result.campaignId(), result.language(),
					result.toAll() ? "yes" : "no", result.message(), result.launchedAt(), result.launchedBy(),
					result.launches(), result.targeted(), result.sent(), result.delivered(), result.deliveryRate(),
					result.clicks(), result.clickRate(), result.conversions(), result.conversionRate(),
					amount(result.revenue()), result.currency(), result.isFinal() ? "yes" : "no", result.readAt()));
		}
	}

	private static @Nullable String amount(@Nullable BigDecimal revenue) {
		return (revenue != null) ? revenue.stripTrailingZeros().toPlainString() : null;
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
