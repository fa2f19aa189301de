package io.github.insiderwebpush.console.web;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.authentication.www.BasicAuthenticationEntryPoint;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Security of the pages. There is no session: a signed cookie says who is signed in, so
 * that a page survives a restart and any instance can respond.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String CONTENT = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
			+ "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

	private static final String COOKIE = "console-user";

	private static final int SECONDS_SIGNED_IN = 12 * 60 * 60;

	private static final String[] OPEN = { "/login", "/error", "/actuator/health", "/actuator/health/**",
			"/webpush.css", "/console.css", "/console.js", "/webjars/**" };

	private static final RequestMatcher PARTS = (request) -> request.getHeader("HX-Request") != null;

	@Bean
	SecurityFilterChain security(HttpSecurity http, Access access, LoginThrottle throttle) {
		http.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT))
			.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
			.frameOptions((frames) -> frames.deny()));
		http.csrf(AbstractHttpConfigurer::disable);
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.requestCache(AbstractHttpConfigurer::disable);
		http.addFilterAfter(new SameSiteOnly(), HeaderWriterFilter.class);
		if (access.needsLogin()) {
			login(http, access, throttle);
		}
		else {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
			http.logout(AbstractHttpConfigurer::disable);
			http.addFilterBefore(new ThisMachineOnly(), SameSiteOnly.class);
		}
		return http.build();
	}

	private static void login(HttpSecurity http, Access access, LoginThrottle throttle) {
		http.authorizeHttpRequests(
				(requests) -> requests.requestMatchers(OPEN).permitAll().anyRequest().authenticated());
		http.formLogin((form) -> form.loginPage("/login").defaultSuccessUrl("/", true).permitAll());
		http.httpBasic(Customizer.withDefaults());
		http.rememberMe((cookie) -> cookie.key(access.cookieKey())
			.rememberMeCookieName(COOKIE)
			.alwaysRemember(true)
			.tokenValiditySeconds(SECONDS_SIGNED_IN));
		http.logout((logout) -> logout.logoutSuccessUrl("/login?signed-out").deleteCookies(COOKIE));
		http.addFilterAfter(throttle, HeaderWriterFilter.class);
		BasicAuthenticationEntryPoint basic = new BasicAuthenticationEntryPoint();
		basic.setRealmName("web push console");
		http.exceptionHandling((failures) -> failures
			.defaultAuthenticationEntryPointFor(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), PARTS)
			.defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint("/login"),
					SecurityConfiguration::isPage)
			.defaultAuthenticationEntryPointFor(basic, (request) -> true));
	}

	private static boolean isPage(HttpServletRequest request) {
		String accept = request.getHeader("Accept");
		return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
	}

	@Bean
	LoginThrottle loginThrottle() {
		return new LoginThrottle();
	}

	@Bean
	FilterRegistrationBean<LoginThrottle> loginThrottleInSecurityOnly(LoginThrottle throttle) {
		FilterRegistrationBean<LoginThrottle> registration = new FilterRegistrationBean<>(throttle);
		registration.setEnabled(false);
		return registration;
	}

	@Bean
	ApplicationListener<AuthenticationSuccessEvent> endThrottle(LoginThrottle throttle) {
		return (event) -> {
			if (event.getAuthentication().getDetails() instanceof WebAuthenticationDetails web) {
				throttle.succeeded(web.getRemoteAddress());
			}
		};
	}

}
