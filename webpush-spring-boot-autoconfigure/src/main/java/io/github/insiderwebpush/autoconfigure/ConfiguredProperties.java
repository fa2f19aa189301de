package io.github.insiderwebpush.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * The properties as they were written, before they are converted: their origin, and the
 * tokens among them.
 */
final class ConfiguredProperties {

	private static final ConfigurationPropertyName TOKEN = ConfigurationPropertyName.of("webpush.token");

	private static final ConfigurationPropertyName ACCOUNTS = ConfigurationPropertyName.of("webpush.accounts");

	/** A shorter token would be found in too many values; it is compared as a whole. */
	private static final int SHORTEST_PART = 6;

	private final Environment environment;

	ConfiguredProperties(Environment environment) {
		this.environment = environment;
	}

	@Nullable ConfigurationProperty find(String name) {
		return find(ConfigurationPropertyName.of(name));
	}

	private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	@Nullable Origin origin(String name) {
		ConfigurationProperty property = find(name);
		return (property != null) ? property.getOrigin() : null;
	}

	/**
	 * Return whether a property holds a token, by its name: {@code webpush.token} and
	 * {@code webpush.accounts.shop.token}, and a value that stands where a map of
	 * accounts or an account is expected.
	 */
	static boolean isToken(ConfigurationPropertyName name) {
		if (name.equals(TOKEN) || name.equals(ACCOUNTS) || ACCOUNTS.isParentOf(name)) {
			return true;
		}
		return ACCOUNTS.isAncestorOf(name)
				&& name.getLastElement(ConfigurationPropertyName.Form.UNIFORM).equals("token");
	}

	/**
	 * Return the tokens that are configured.
	 */
	Set<String> tokens() {
		Set<String> tokens = new LinkedHashSet<>();
		add(find(TOKEN), tokens);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(ConfiguredProperties::isToken)
					.forEach((name) -> add(source.getConfigurationProperty(name), tokens));
			}
		}
		return tokens;
	}

	/**
	 * Return whether a value that is about to be shown is or contains a token.
	 */
	static boolean containsToken(String value, Collection<String> tokens) {
		for (String token : tokens) {
			if (value.equals(token) || (token.length() >= SHORTEST_PART && value.contains(token))) {
				return true;
			}
		}
		return false;
	}

	private void add(@Nullable ConfigurationProperty property, Set<String> tokens) {
		if (property != null) {
			String token = this.environment.resolvePlaceholders(String.valueOf(property.getValue())).strip();
			if (!token.isEmpty()) {
				tokens.add(token);
			}
		}
	}

}
