package io.github.insiderwebpush.console.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Delays logins from an address after failed ones: the delay doubles with each failure,
 * up to a minute, and is over after a successful login. No thread waits.
 */
class LoginThrottle extends OncePerRequestFilter {

	private static final Log logger = LogFactory.getLog(LoginThrottle.class);

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final int FREE_FAILURES = 2;

	private static final int MOST_ADDRESSES = 1_000;

	private final Map<String, Failures> failures = new LinkedHashMap<>();

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Duration delay = isLogin(request) ? delay(request.getRemoteAddr()) : Duration.ZERO;
		if (delay.isZero()) {
			chain.doFilter(request, response);
			return;
		}
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(delay.toSeconds() + 1));
		response.sendError(HttpStatus.TOO_MANY_REQUESTS.value(),
				"Too many failed logins. Try again in " + (delay.toSeconds() + 1) + " seconds.");
	}

	private static boolean isLogin(HttpServletRequest request) {
		return request.getHeader(HttpHeaders.AUTHORIZATION) != null
				|| ("POST".equals(request.getMethod()) && "/login".equals(request.getRequestURI()));
	}

	private synchronized Duration delay(String address) {
		Failures of = this.failures.get(address);
		Duration left = (of != null) ? Duration.between(Instant.now(), of.until()) : Duration.ZERO;
		return left.isNegative() ? Duration.ZERO : left;
	}

	@EventListener
	void failed(AbstractAuthenticationFailureEvent event) {
		String address = address(event.getAuthentication().getDetails());
		if (address == null) {
			return;
		}
		int count = count(address);
		logger.warn("Failed login of '" + event.getAuthentication().getName().replaceAll("\\p{C}", "?") + "' from "
				+ address + ", the " + count + ". in a row");
	}

	private synchronized int count(String address) {
		Failures before = this.failures.remove(address);
		int count = (before != null) ? before.count() + 1 : 1;
		Duration delay = (count <= FREE_FAILURES) ? Duration.ZERO
				: Duration.ofSeconds(1L << Math.min(count - FREE_FAILURES, 10));
		this.failures.put(address,
				new Failures(count, Instant.now().plus((delay.compareTo(LONGEST) < 0) ? delay : LONGEST)));
		if (this.failures.size() > MOST_ADDRESSES) {
			this.failures.remove(this.failures.keySet().iterator().next());
		}
		return count;
	}

	synchronized void succeeded(String address) {
		this.failures.remove(address);
	}

	private static @Nullable String address(@Nullable Object details) {
		return (details instanceof WebAuthenticationDetails web) ? web.getRemoteAddress() : null;
	}

	private record Failures(int count, Instant until) {
	}

}
