package io.github.insiderwebpush.console.web;

import java.io.IOException;
import java.net.URI;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Accepts a change only from the console's own pages, by the headers in which a browser
 * names the page that asked. No script can set them. Unlike a token in the page, they
 * survive a restart, an expired session and a load balancer. A program that sends JSON
 * names no page; no form and no script of another site can send JSON without asking
 * first.
 */
class SameSiteOnly extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (isRead(request.getMethod()) || isFromHere(request)) {
			chain.doFilter(request, response);
			return;
		}
		response.sendError(HttpStatus.FORBIDDEN.value(), "This was not sent by a page of this console.");
	}

	private static boolean isRead(String method) {
		return "GET".equals(method) || "HEAD".equals(method) || "OPTIONS".equals(method);
	}

	private static boolean isFromHere(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		String origin = request.getHeader("Origin");
		if (site != null) {
			return "same-origin".equals(site);
		}
		if (origin != null) {
			return isThisServer(origin, request);
		}
		return isJson(request.getContentType());
	}

	private static boolean isThisServer(String origin, HttpServletRequest request) {
		try {
			URI uri = URI.create(origin);
			int port = (uri.getPort() >= 0) ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
			return request.getServerName().equalsIgnoreCase(uri.getHost()) && port == request.getServerPort();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static boolean isJson(@Nullable String contentType) {
		return contentType != null
				&& contentType.split(";", 2)[0].strip().equalsIgnoreCase(MediaType.APPLICATION_JSON_VALUE);
	}

}
