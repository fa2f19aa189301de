package io.github.insiderwebpush.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.AccountStatus.State;
import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter.Sharing;
import io.github.resilience4j.ratelimiter.RateLimiter;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells from the answers so far whether the vendor accepts the credentials, and what is
 * left of each budget. It sends nothing.
 *
 * @since 0.1.0
 */
public class WebPushHealthIndicator extends AbstractHealthIndicator {

	private final WebPushClients clients;

	private final BooleanSupplier downOnRefusal;

	/**
	 * Create an indicator.
	 * @param clients the clients
	 * @param downOnRefusal whether refused credentials mean {@code DOWN}, asked for when
	 * they are
	 */
	public WebPushHealthIndicator(WebPushClients clients, BooleanSupplier downOnRefusal) {
		super("The web push client cannot be looked at");
		this.clients = clients;
		this.downOnRefusal = downOnRefusal;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<WebPushTemplate> templates = this.clients.all();
		Map<String, Object> accounts = new LinkedHashMap<>();
		boolean refused = false;
		boolean answered = false;
		for (WebPushTemplate template : templates) {
			AccountStatus status = template.status();
			refused |= status.state() == State.REFUSED;
			answered |= status.state() != State.UNKNOWN;
			accounts.put(template.account(), details(template, status));
		}
		if (refused && this.downOnRefusal.getAsBoolean()) {
			builder.down();
		}
		else if (answered) {
			builder.up();
		}
		else {
			builder.unknown();
		}
		if (!accounts.isEmpty()) {
			builder.withDetail("accounts", accounts);
		}
	}

	private static Map<String, Object> details(WebPushTemplate template, AccountStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		if (status.state() != State.UNKNOWN) {
			details.put("accepted", status.state() == State.ACCEPTED);
		}
		if (status.since() != null) {
			details.put("since", status.since().toString());
		}
		if (status.reason() != null) {
			details.put("reason", status.reason());
		}
		Map<String, Object> budgets = new LinkedHashMap<>();
		for (Budget budget : Budget.values()) {
			BudgetUsage usage = template.usage(budget);
			budgets.put(budget.name().toLowerCase(Locale.ROOT), usage.available() + " of " + usage.limit() + " free, "
					+ usage.waiting() + " waiting" + sharing(template.rateLimiter(budget)));
		}
		details.put("budgets", budgets);
		return details;
	}

	private static String sharing(RateLimiter limiter) {
		Sharing sharing = (limiter instanceof RollingWindowRateLimiter own) ? own.sharing() : null;
		if (sharing == null) {
			return "";
		}
		return sharing.fallback() ? ", alone with " + sharing.share() + " because Redis does not answer, "
				+ sharing.instances() + " instances were seen before" : ", shared by " + sharing.instances();
	}

}
