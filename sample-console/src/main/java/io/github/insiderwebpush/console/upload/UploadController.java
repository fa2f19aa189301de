package io.github.insiderwebpush.console.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.TeamTime;
import io.github.insiderwebpush.console.campaign.Words;
import io.github.insiderwebpush.console.csv.CsvFile;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/**
 * Files of campaigns: the upload, its preview, and the queueing of what was previewed.
 */
@Controller
class UploadController {

	private static final int LONGEST_NAME = 200;

	private final UploadService service;

	private final UploadStore uploads;

	private final CampaignStore campaigns;

	private final TeamTime times;

	UploadController(UploadService service, UploadStore uploads, CampaignStore campaigns, TeamTime times) {
		this.times = times;
		this.service = service;
		this.uploads = uploads;
		this.campaigns = campaigns;
	}

	@GetMapping("/upload")
	String page() {
		return "upload";
	}

	/**
	 * An empty file to fill in. Spreadsheets of many countries expect semicolons.
	 */
	@GetMapping("/upload/template.csv")
	ResponseEntity<byte[]> template(@RequestParam(defaultValue = "false") boolean semicolons) throws IOException {
		return csv("campaigns.csv", semicolons ? ';' : ',',
				List.of(Columns.ALL,
						List.of("Example: autumn sale", "en_GB", "no", "Autumn sale", "Up to 50% off until Sunday",
								"https://shop.example/autumn", "", "", "24", "d_wp_browser", "Edg, Chrome",
								this.times.example(), ""),
						List.of("Example: news for all", "all_ALL", "yes", "", "", "", "", "", "", "", "", "", "")));
	}

	@PostMapping("/upload")
	String upload(@RequestParam MultipartFile file, Model model) throws IOException {
		if (file.isEmpty()) {
			model.addAttribute("message", "Choose a file that is not empty.");
			return "upload";
		}
		String name = Optional.ofNullable(file.getOriginalFilename()).orElse("file").replaceAll("[\\p{C}/\\\\]", " ");
		try (InputStream content = file.getInputStream()) {
			return "redirect:/upload/"
					+ this.uploads.add(name.substring(0, Math.min(LONGEST_NAME, name.length())), content);
		}
	}

	@GetMapping("/upload/{token:[0-9a-f-]{36}}")
	String preview(@PathVariable String token, @RequestParam(required = false) @Nullable Encoding encoding,
			@RequestParam(defaultValue = "1") int page, Model model) throws IOException {
		Optional<Integer> queued = this.campaigns.queuedOf(token);
		if (queued.isPresent()) {
			return "redirect:/?uploaded=" + queued.get();
		}
		String name = name(token);
		model.addAttribute("token", token);
		model.addAttribute("name", name);
		model.addAttribute("encoding", encoding);
		model.addAttribute("encodings", Encoding.values());
		Path copy = copy(token);
		try {
			model.addAttribute("report", this.service.check(copy, encoding, Math.max(1, page)));
		}
		catch (UnreadableFileException ex) {
			model.addAttribute("message", ex.getMessage());
			model.addAttribute("askEncoding", ex.isEncodingUnknown());
		}
		finally {
			Files.deleteIfExists(copy);
		}
		return "preview";
	}

	/**
	 * Queue what the preview showed. A second submission finds it queued.
	 */
	@PostMapping("/upload/{token:[0-9a-f-]{36}}")
	String queue(@PathVariable String token, @RequestParam(required = false) @Nullable Encoding encoding,
			@RequestParam int expected, @RequestParam(defaultValue = "0") int launches,
			@RequestParam(defaultValue = "") String confirm, Principal who, Model model) throws IOException {
		Optional<Integer> before = this.campaigns.queuedOf(token);
		if (before.isPresent()) {
			return "redirect:/?uploaded=" + before.get();
		}
		if (launches > 0 && !Integer.toString(launches).equals(Words.visible(confirm))) {
			model.addAttribute("wrongNumber", "Type the number of launches: " + launches);
			return preview(token, encoding, 1, model);
		}
		String name = name(token);
		Path copy = copy(token);
		try {
			int queued = this.service.queue(token, name, copy, encoding, expected, launches, who.getName());
			if (queued > 0) {
				return "redirect:/?uploaded=" + queued + ((launches > 0) ? "&scheduled=" + launches : "");
			}
		}
		catch (DuplicateKeyException ex) {
			Optional<Integer> meanwhile = this.campaigns.queuedOf(token);
			if (meanwhile.isPresent()) {
				return "redirect:/?uploaded=" + meanwhile.get();
			}
		}
		finally {
			Files.deleteIfExists(copy);
		}
		model.addAttribute("message",
				"The campaigns of this console have changed since the preview. Nothing was queued. Check it again.");
		return preview(token, encoding, 1, model);
	}

	/**
	 * The rows that need a correction, with what is wrong, as a file to correct.
	 */
	@GetMapping("/upload/{token:[0-9a-f-]{36}}/problems.csv")
	ResponseEntity<byte[]> problems(@PathVariable String token,
			@RequestParam(required = false) @Nullable Encoding encoding) throws IOException {
		name(token);
		Path copy = copy(token);
		try {
			UploadReport report = this.service.check(copy, encoding);
			List<List<String>> rows = new ArrayList<>(
					List.of(cells(List.of("title", "language", "to_all"), report.optional(), "problem")));
			for (Row row : report.problems()) {
				rows.add(cells(List.of(row.title(), row.language(), row.audience()), row.cells(),
						String.join("; ", row.problems())));
			}
			return csv("corrections.csv", ',', rows);
		}
		finally {
			Files.deleteIfExists(copy);
		}
	}

	@ExceptionHandler
	String tooLarge(MaxUploadSizeExceededException ex, Model model, HttpServletResponse response) {
		model.addAttribute("message", "The file is larger than 8 MB: split it.");
		return "upload";
	}

	private static List<String> cells(List<String> first, List<String> others, String last) {
		return Stream.of(first, others, List.of(last)).flatMap(List::stream).toList();
	}

	private Path copy(String token) throws IOException {
		Path copy = Files.createTempFile("campaigns", ".csv");
		this.uploads.copy(token, copy);
		return copy;
	}

	private String name(String token) {
		return this.uploads.name(token).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private static ResponseEntity<byte[]> csv(String name, char separator, List<List<String>> rows) throws IOException {
		StringWriter text = new StringWriter();
		try (CsvFile file = new CsvFile(text, separator)) {
			rows.forEach((row) -> file.row(row.toArray()));
		}
		return ResponseEntity.ok()
			.contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
			.header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name).build().toString())
			.body(text.toString().getBytes(StandardCharsets.UTF_8));
	}

}
