package io.github.insiderwebpush.console.web;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.github.insiderwebpush.console.startup.StartupException;
import io.github.insiderwebpush.console.trail.Trail;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/**
 * Access to the console: the users of {@code console.users}. Without users, every person
 * at this machine has access, and the address must be a loopback address. No failure
 * shows the value of a property.
 */
@Component
class Access implements UserDetailsService {

	static final String LOCAL = "local";

	private static final String USERS = "console.users";

	private static final String PASSWORD = ".password";

	private static final Pattern ENCODED = Pattern
		.compile("\\{bcrypt}\\$2[aby]\\$(?:0[4-9]|[12][0-9]|3[01])\\$[./0-9A-Za-z]{53}");

	private static final Set<String> RESERVED = Set.of(LOCAL, Trail.SCHEDULE);

	private static final int LONGEST_NAME = 100;

	private final Map<String, String> passwords = new TreeMap<>();

	Access(ServerProperties server, Environment environment) {
		bind(environment).forEach(this::add);
		if (this.passwords.isEmpty() && (server.getAddress() == null || !server.getAddress().isLoopbackAddress())) {
			throw new StartupException(
					"'console.users' has no user, but 'server.address' is not a loopback address, "
							+ "so others can reach a page that can message every subscriber.",
					"Set 'console.users.<name>.password' to an encoded password, or server.address=127.0.0.1.");
		}
	}

	private static Map<String, String> bind(Environment environment) {
		try {
			return Binder.get(environment).bind(USERS, Bindable.mapOf(String.class, String.class)).orElseGet(Map::of);
		}
		catch (BindException ex) {
			// Its message has the value.
			throw new StartupException("'console.users' is not a list of users.",
					"Set 'console.users.<name>.password' for each user.");
		}
	}

	private void add(String key, String value) {
		String property = USERS + "." + key;
		String name = key.endsWith(PASSWORD) ? key.substring(0, key.length() - PASSWORD.length()) : "";
		if (name.isBlank()) {
			throw new StartupException("'" + property + "' is not a property of a user.",
					"Set 'console.users.<name>.password'.");
		}
		if (RESERVED.contains(name) || name.length() > LONGEST_NAME) {
			throw new StartupException(
					"'" + property + "' has a name that no user can have: 'local' and 'schedule' "
							+ "mean something else in the activity, and a name has at most 100 characters.",
					"Choose another name.");
		}
		if (!ENCODED.matcher(value).matches()) {
			throw new StartupException("'" + property + "' is not an encoded password. "
					+ "It must be '{bcrypt}' and the 60 characters of a bcrypt hash; plain text is not accepted.",
					"Run 'htpasswd -nBC 10 " + name + "' and set '{bcrypt}' with the text after '" + name + ":'.");
		}
		this.passwords.put(name, value);
	}

	boolean needsLogin() {
		return !this.passwords.isEmpty();
	}

	@Override
	public UserDetails loadUserByUsername(String name) {
		String password = this.passwords.get(name);
		if (password == null) {
			throw new UsernameNotFoundException("No such user");
		}
		return User.withUsername(name).password(password).build();
	}

	/**
	 * Return the key of the cookie's signature. It is the same on every instance and
	 * after a restart, and changes with the users and their passwords.
	 */
	String cookieKey() {
		return "webpush-console " + this.passwords;
	}

}
