package io.github.insiderwebpush.console.web;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers by no name that somebody made to point at this machine: without a login, the
 * name is all that keeps another site's script out.
 */
class ThisMachineOnly extends OncePerRequestFilter {

	private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (NAMES.contains(request.getServerName())) {
			chain.doFilter(request, response);
			return;
		}
		response.setStatus(HttpStatus.FORBIDDEN.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getWriter().write("""
				{"status": 403, "title": "Forbidden", "detail": "Call it by the name 127.0.0.1 or localhost."}""");
	}

}
