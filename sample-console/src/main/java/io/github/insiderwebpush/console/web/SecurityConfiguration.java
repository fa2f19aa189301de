package io.github.insiderwebpush.console.web;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;

/**
 * Who may use the console. On loopback it is whoever sits at this machine, by its own
 * name and no other. Anywhere else it is who knows the password, which must be set.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String CONTENT = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
			+ "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

	@Bean
	SecurityFilterChain security(HttpSecurity http, ServerProperties server) {
		http.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT))
			.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER))
			.frameOptions((frames) -> frames.deny()));
		// Only JSON is taken there, which no form can send and no script of another site
		// may.
		http.csrf((csrf) -> csrf.ignoringRequestMatchers(jsonCampaign()));
		if (isLoopback(server)) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.addFilterBefore(new ThisMachineOnly(), CsrfFilter.class);
		}
		else {
			http.authorizeHttpRequests((requests) -> requests.requestMatchers("/actuator/health", "/console.css")
				.permitAll()
				.anyRequest()
				.authenticated()).formLogin(Customizer.withDefaults()).httpBasic(Customizer.withDefaults());
		}
		return http.build();
	}

	private static RequestMatcher jsonCampaign() {
		return (request) -> "POST".equals(request.getMethod()) && "/campaigns".equals(request.getRequestURI())
				&& isJson(request.getContentType());
	}

	private static boolean isJson(@Nullable String contentType) {
		return contentType != null
				&& contentType.split(";", 2)[0].strip().equalsIgnoreCase(MediaType.APPLICATION_JSON_VALUE);
	}

	private static boolean isLoopback(ServerProperties server) {
		return server.getAddress() != null && server.getAddress().isLoopbackAddress();
	}

	/**
	 * The one user, where there is a login.
	 */
	@Bean
	UserDetailsService users(SecurityProperties security, ServerProperties server) {
		if (isLoopback(server)) {
			return new InMemoryUserDetailsManager();
		}
		SecurityProperties.User user = security.getUser();
		if (user.isPasswordGenerated() || !StringUtils.hasText(user.getPassword())) {
			throw new IllegalStateException("'spring.security.user.password' is not set, but 'server.address' is not "
					+ "a loopback address, so others can reach a page that can message every subscriber: "
					+ "set SPRING_SECURITY_USER_PASSWORD (and SPRING_SECURITY_USER_NAME), or server.address=127.0.0.1");
		}
		PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
		return new InMemoryUserDetailsManager(
				User.withUsername(user.getName()).password(encoder.encode(user.getPassword())).build());
	}

}
