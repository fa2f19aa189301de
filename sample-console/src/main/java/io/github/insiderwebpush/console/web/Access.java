package io.github.insiderwebpush.console.web;

import io.github.insiderwebpush.console.startup.StartupException;

import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Access to the console: on a loopback address every user of this machine, on any other
 * address everyone with the password, which must be set.
 */
@Component
class Access {

	private final boolean needsLogin;

	private final SecurityProperties.User user;

	Access(ServerProperties server, SecurityProperties security) {
		this.needsLogin = server.getAddress() == null || !server.getAddress().isLoopbackAddress();
		this.user = security.getUser();
		if (this.needsLogin && (this.user.isPasswordGenerated() || !StringUtils.hasText(this.user.getPassword()))) {
			throw new StartupException(
					"'spring.security.user.password' is not set, but 'server.address' is not a loopback address, "
							+ "so others can reach a page that can message every subscriber.",
					"Set SPRING_SECURITY_USER_PASSWORD (and SPRING_SECURITY_USER_NAME), or server.address=127.0.0.1.");
		}
	}

	boolean needsLogin() {
		return this.needsLogin;
	}

	/**
	 * Return the one user. A password without the ID of an encoding is taken as it is, so
	 * that the cookie of a signed-in user is valid on every instance and after a restart.
	 */
	UserDetails user() {
		String password = this.user.getPassword();
		return User.withUsername(this.user.getName())
			.password(password.startsWith("{") ? password : "{noop}" + password)
			.build();
	}

	/**
	 * Return the key of the cookie's signature, which changes with the password.
	 */
	String cookieKey() {
		return "webpush-console " + this.user.getName() + " " + this.user.getPassword();
	}

}
