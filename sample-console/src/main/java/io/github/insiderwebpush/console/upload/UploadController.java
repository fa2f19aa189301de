package io.github.insiderwebpush.console.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.insiderwebpush.console.campaign.CampaignStore;
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

	UploadController(UploadService service, UploadStore uploads, CampaignStore campaigns) {
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
		return csv("campaigns.csv", semicolons ? ';' : ',', List.of(List.of("title", "language", "to_all"),
				List.of("Example: autumn sale", "en_GB", "no"), List.of("Example: news for all", "all_ALL", "yes")));
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
	String preview(@PathVariable String token, @RequestParam(required = false) @Nullable Encoding encoding, Model model)
			throws IOException {
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
			model.addAttribute("report", this.service.check(copy, encoding));
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
			@RequestParam int expected, Model model) throws IOException {
		Optional<Integer> before = this.campaigns.queuedOf(token);
		if (before.isPresent()) {
			return "redirect:/?uploaded=" + before.get();
		}
		String name = name(token);
		Path copy = copy(token);
		try {
			int queued = this.service.queue(token, name, copy, encoding, expected);
			if (queued > 0) {
				return "redirect:/?uploaded=" + queued;
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
		return preview(token, encoding, model);
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
			List<List<String>> rows = new ArrayList<>(List.of(List.of("title", "language", "to_all", "problem")));
			for (Row row : this.service.check(copy, encoding).problems()) {
				rows.add(List.of(row.title(), row.language(), row.audience(), String.join("; ", row.problems())));
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
