package io.github.insiderwebpush.console.web;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Accepts requests by the names of this machine only. Without a login, the name is all
 * that keeps out a script of another site whose name was made to point here. Every user
 * of this machine is the user {@code local}.
 */
class ThisMachineOnly extends OncePerRequestFilter {

	private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (NAMES.contains(request.getServerName())) {
			SecurityContextHolder.setContext(new SecurityContextImpl(
					UsernamePasswordAuthenticationToken.authenticated(Access.LOCAL, null, List.of())));
			chain.doFilter(request, response);
			return;
		}
		response.sendError(HttpStatus.FORBIDDEN.value(), "Open this console as 127.0.0.1 or localhost.");
	}

}
