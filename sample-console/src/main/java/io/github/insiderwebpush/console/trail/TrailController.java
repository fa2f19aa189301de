package io.github.insiderwebpush.console.trail;

import java.io.IOException;

import io.github.insiderwebpush.console.csv.CsvFile;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * The trail as a page and as a file.
 */
@Controller
class TrailController {

	private final TrailReader reader;

	TrailController(TrailReader reader) {
		this.reader = reader;
	}

	@GetMapping("/trail")
	String page(@ModelAttribute TrailView view, Model model) {
		int count = this.reader.count(view);
		int pages = Math.max(1, (count + TrailView.ROWS - 1) / TrailView.ROWS);
		TrailView shown = view.withPage(Math.min(view.page(), pages));
		model.addAttribute("view", shown);
		model.addAttribute("count", count);
		model.addAttribute("pages", pages);
		model.addAttribute("people", this.reader.people());
		model.addAttribute("actions", TrailAction.values());
		model.addAttribute("lines", this.reader.list(shown));
		return "trail";
	}

	@GetMapping("/trail.csv")
	void export(@ModelAttribute TrailView view, HttpServletResponse response) throws IOException {
		try (CsvFile file = CsvFile.download(response, "activity.csv")) {
			file.row("time", "who", "address", "action", "campaign", "name", "what", "result", "result time");
			this.reader.each(view, (line) -> file.row(line.at(), line.who(), line.address(), line.action().words(),
					line.campaign(), line.title(), line.what(), line.result(), line.endedAt()));
		}
	}

}
