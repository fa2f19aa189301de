package io.github.insiderwebpush.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Validates all properties before the first bean uses one, and reports all problems at
 * once.
 */
class PropertiesValidator {

	private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

	private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);

	/** Sums of several can still be counted in nanoseconds. */
	private static final Duration LONGEST = Duration.ofDays(180);

	private final WebPushProperties properties;

	private final Environment environment;

	private final ConfiguredProperties configured;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	PropertiesValidator(WebPushProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
		this.configured = new ConfiguredProperties(environment);
	}

	/**
	 * Validate the properties.
	 * @param details the details of the default account. If they are those of the
	 * properties and there is no other account, token and partner ID are required
	 */
	void validate(WebPushConnectionDetails details) {
		if (details instanceof PropertiesWebPushConnectionDetails fromProperties) {
			this.problems
				.addAll(fromProperties.problems(this.properties.accounts().isEmpty() || fromProperties.isConfigured()));
			checkYamlNumber("webpush.partner-id");
		}
		if (this.configured.find("webpush.ssl") != null) {
			this.problems.add(new ConfigurationProblem("webpush.ssl", null,
					"has a value of its own, which takes the place of 'webpush.ssl.bundle'",
					"Remove it, and set 'webpush.ssl.bundle' if you need a bundle."));
		}
		checkLanguage("webpush.default-language", this.properties.defaultLanguage());
		checkPositive("webpush.connect-timeout", this.properties.connectTimeout());
		checkPositive("webpush.read-timeout", this.properties.readTimeout());
		checkPositive("webpush.call-timeout", this.properties.callTimeout());
		checkRateLimit("webpush.rate-limit", this.properties.rateLimit().limits());
		checkPositive("webpush.rate-limit.redis.timeout", this.properties.rateLimit().redis().timeout());
		checkRetry(this.properties.retry());
		this.properties.accounts().forEach((name, account) -> checkAccount(name, account, details));
		checkAccountKeys();
		InvalidWebPushConfigurationException.throwIfAny(this.problems);
	}

	private void checkRetry(WebPushProperties.Retry retry) {
		check(retry.maxRetries() >= 0, "webpush.retry.max-retries", retry.maxRetries(), "must not be negative");
		check(retry.multiplier() >= 1, "webpush.retry.multiplier", retry.multiplier(), "must be at least 1");
		checkDuration("webpush.retry.delay", retry.delay(), Duration.ZERO);
		checkDuration("webpush.retry.max-delay", retry.maxDelay(), Duration.ZERO);
		checkDuration("webpush.retry.jitter", retry.jitter(), Duration.ZERO);
	}

	private void checkRateLimit(String prefix, WebPushProperties.RateLimit rateLimit) {
		check(rateLimit.burst() >= 1, prefix + ".burst", rateLimit.burst(), "must be at least 1");
		for (Budget budget : Budget.values()) {
			WebPushProperties.Budget settings = rateLimit.get(budget);
			String name = prefix + "." + budget.name().toLowerCase(Locale.ROOT);
			check(settings.limit(budget) >= 1, name + ".limit-for-period", settings.limit(budget),
					"must be at least 1");
			checkDuration(name + ".limit-refresh-period", settings.limitRefreshPeriod(), SHORTEST_PERIOD);
			checkDuration(name + ".timeout-duration", settings.timeoutDuration(), Duration.ZERO);
		}
	}

	private void checkAccount(String name, WebPushProperties.Account account, WebPushConnectionDetails details) {
		String prefix = WebPushAccounts.prefix(name);
		this.problems.addAll(PropertiesWebPushConnectionDetails.of(name, account, details).problems(false));
		checkYamlNumber(prefix + ".partner-id");
		checkLanguage(prefix + ".default-language", account.defaultLanguage());
		checkRateLimit(prefix + ".rate-limit", account.rateLimit());
	}

	/**
	 * An unknown property at the top level is ignored, as Boot does everywhere. One of an
	 * account is refused, because it seems to override what is the same for all accounts.
	 */
	private void checkAccountKeys() {
		try {
			Binder.get(this.environment)
				.bind("webpush.accounts", Bindable.mapOf(String.class, WebPushProperties.Account.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
		}
		catch (BindException ex) {
			if (!(ex.getCause() instanceof UnboundConfigurationPropertiesException unbound)) {
				throw ex;
			}
			for (ConfigurationProperty property : unbound.getUnboundProperties()) {
				this.problems.add(new ConfigurationProblem(property.getName().toString(), null,
						"an account has no such property; it has token, partner-id, default-language and rate-limit.*",
						"Remove '" + property.getName()
								+ "'. All other settings apply to all accounts and are set once, directly below 'webpush'."));
			}
		}
	}

	private void checkPositive(String property, Duration value) {
		checkDuration(property, value, Duration.ofMillis(1));
	}

	private void checkDuration(String property, Duration value, Duration shortest) {
		// As an object: a source of the application may hold a Duration.
		String text = Objects.toString(this.environment.getProperty(property, Object.class), null);
		if (text != null && !value.isZero() && NUMBER.matcher(text.strip()).matches()) {
			this.problems.add(new ConfigurationProblem(property, text,
					"a duration without a unit is in milliseconds, so this would be " + readable(value), "Write '"
							+ property + "' with its unit, such as " + text.strip() + "s or " + text.strip() + "ms."));
			return;
		}
		check(value.compareTo(shortest) >= 0 && value.compareTo(LONGEST) <= 0, property, readable(value),
				"must be between " + readable(shortest) + " and " + readable(LONGEST));
	}

	private static String readable(Duration duration) {
		return DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE);
	}

	private void checkLanguage(String property, @Nullable String language) {
		if (language == null) {
			return;
		}
		try {
			CreateCampaign.titled("any").language(language).build();
		}
		catch (InvalidCampaignException ex) {
			check(false, property, "'" + language + "'",
					"must be a locale such as en_GB, or all_ALL for every language");
		}
	}

	/**
	 * YAML reads {@code 010012345} as an octal number and {@code 10_012} without the
	 * underscore: then the value is not what the file says.
	 */
	private void checkYamlNumber(String property) {
		ConfigurationProperty found = this.configured.find(property);
		if (found == null || !(found.getValue() instanceof Number)) {
			return;
		}
		String written = writtenText(found.getOrigin());
		String read = found.getValue().toString();
		if (written != null && !written.startsWith(read)) {
			String token = written.split("[\\s#,}]", 2)[0];
			this.problems.add(new ConfigurationProblem(property, read, "YAML reads " + token + " as this number",
					"Put the partner ID in quotes: \"" + token + "\"."));
		}
	}

	/**
	 * Return the line of a file from the place where a value begins.
	 */
	private static @Nullable String writtenText(@Nullable Origin origin) {
		Origin place = (origin instanceof PropertySourceOrigin inSource) ? inSource.getOrigin() : origin;
		if (!(place instanceof TextResourceOrigin text) || text.getResource() == null || text.getLocation() == null) {
			return null;
		}
		TextResourceOrigin.Location location = text.getLocation();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(text.getResource().getInputStream(), StandardCharsets.UTF_8))) {
			String line = reader.lines().skip(location.getLine()).findFirst().orElse("");
			return line.substring(Math.min(location.getColumn(), line.length()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void check(boolean valid, String property, @Nullable Object value, String rule) {
		if (!valid) {
			this.problems.add(new ConfigurationProblem(property, String.valueOf(value), rule,
					"Change '" + property + "' in the application's configuration."));
		}
	}

}
