package io.github.insiderwebpush.console.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/**
 * Takes a file from the page.
 */
@Controller
class UploadController {

	private final UploadService uploads;

	UploadController(UploadService uploads) {
		this.uploads = uploads;
	}

	@PostMapping("/page/upload")
	String upload(@RequestParam MultipartFile file, @RequestParam(defaultValue = "false") boolean goodRowsOnly,
			Model model, HttpServletResponse response) throws IOException {
		Path copy = Files.createTempFile("campaigns", ".csv");
		try {
			file.transferTo(copy);
			UploadReport report = this.uploads.upload(copy, goodRowsOnly);
			model.addAttribute("report", report);
			if (report.queued() > 0) {
				response.setHeader("HX-Trigger", "campaigns-changed");
			}
		}
		finally {
			Files.deleteIfExists(copy);
		}
		return "page/upload";
	}

}
