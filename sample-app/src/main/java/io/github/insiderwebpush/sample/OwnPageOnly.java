package io.github.insiderwebpush.sample;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other sites, open in the same browser, away from a page that can create
 * campaigns: requests by other names than those of this machine are refused, the page is
 * not shown in frames, and it loads nothing from elsewhere. A real service has a login in
 * this place.
 */
@Component
class OwnPageOnly extends OncePerRequestFilter {

	private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.setHeader("Content-Security-Policy",
				"default-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		if (THIS_MACHINE.contains(request.getServerName())) {
			chain.doFilter(request, response);
			return;
		}
		response.setStatus(HttpStatus.FORBIDDEN.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getWriter().write("""
				{"status": 403, "title": "Forbidden", "detail": "Call it by the name 127.0.0.1 or localhost.",
				 "error": "UNREADABLE_REQUEST", "outcome": "NOT_APPLIED", "fields": {}}""");
	}

}
