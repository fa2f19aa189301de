package io.github.insiderwebpush.console.web;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The login page.
 */
@Controller
class LoginController {

	@GetMapping("/login")
	String login(HttpServletRequest request, Model model) {
		model.addAttribute("failed", request.getParameter("error") != null);
		model.addAttribute("signedOut", request.getParameter("signed-out") != null);
		return "login";
	}

}
