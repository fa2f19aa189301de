package io.github.insiderwebpush.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.insiderwebpush.client.FailedCall;
import io.github.insiderwebpush.client.WebPushLaunchSwitch;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that shows the state of each account and stops or resumes launches.
 * Reading it costs no request.
 *
 * @since 0.1.0
 */
@Endpoint(id = "webpush")
public class WebPushEndpoint {

	private final Supplier<List<WebPushTemplate>> templates;

	private final WebPushLaunchSwitch launchSwitch;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create an endpoint.
	 * @param templates the templates to describe
	 * @param launchSwitch stops launches
	 * @param showValues when to show the titles and IDs of calls that failed
	 * @param roles the roles that may see them
	 */
	public WebPushEndpoint(Supplier<List<WebPushTemplate>> templates, WebPushLaunchSwitch launchSwitch, Show showValues,
			Set<String> roles) {
		this.templates = templates;
		this.launchSwitch = launchSwitch;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Return the state of all accounts that the application uses.
	 * @return the accounts by name
	 */
	@ReadOperation
	public Map<String, Object> webPush() {
		return describe(SecurityContext.NONE);
	}

	/**
	 * Stop or resume the launches of all accounts.
	 * @param launchesEnabled {@code false} to stop, {@code true} to resume
	 */
	@WriteOperation
	public void switchLaunches(boolean launchesEnabled) {
		if (launchesEnabled) {
			this.launchSwitch.resumeAll();
		}
		else {
			this.launchSwitch.stopAll();
		}
	}

	/**
	 * Stop or resume the launches of one account.
	 * @param account the account's name
	 * @param launchesEnabled {@code false} to stop, {@code true} to resume
	 */
	@WriteOperation
	public void switchLaunchesOfAccount(@Selector String account, boolean launchesEnabled) {
		List<String> accounts = this.templates.get().stream().map(WebPushTemplate::account).toList();
		if (!accounts.contains(account)) {
			throw new InvalidEndpointRequestException("The application uses no web push account '" + account + "'",
					"The account must be one of " + accounts);
		}
		if (launchesEnabled) {
			this.launchSwitch.resume(account);
		}
		else {
			this.launchSwitch.stop(account);
		}
	}

	Map<String, Object> describe(SecurityContext securityContext) {
		boolean showSubject = this.showValues.isShown(securityContext, this.roles);
		Map<String, Object> accounts = new LinkedHashMap<>();
		for (WebPushTemplate template : this.templates.get()) {
			Map<String, Object> account = AccountDescriptor.describe(template);
			account.put("launchesEnabled", template.areLaunchesEnabled());
			account.put("inFlight", template.inFlight());
			List<Map<String, Object>> failures = new ArrayList<>();
			template.recentFailures().forEach((failure) -> failures.add(describe(failure, showSubject)));
			account.put("failures", failures);
			accounts.put(template.account(), account);
		}
		return Map.of("accounts", accounts);
	}

	private static Map<String, Object> describe(FailedCall failure, boolean showSubject) {
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("time", failure.time().toString());
		described.put("operation", failure.operation().name());
		described.put("error", failure.error().name());
		described.put("outcome", failure.outcome().name());
		putIfPresent(described, "cfRay", failure.cfRay());
		if (showSubject) {
			putIfPresent(described, "subject", failure.subject());
		}
		return described;
	}

	private static void putIfPresent(Map<String, Object> map, String key, @Nullable Object value) {
		if (value != null) {
			map.put(key, value);
		}
	}

}
