package io.github.insiderwebpush.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.insiderwebpush.AccountStatus.State;
import io.github.insiderwebpush.client.WebPushTemplate;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the accounts, by the responses so far: whether Insider One accepts the
 * credentials, and the state of each budget. It sends nothing.
 *
 * @since 0.1.0
 */
public class WebPushHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<List<WebPushTemplate>> templates;

	private final BooleanSupplier downOnRejection;

	/**
	 * Create an indicator.
	 * @param templates the templates to describe
	 * @param downOnRejection whether rejected credentials mean {@code DOWN}, read when
	 * they are rejected
	 */
	public WebPushHealthIndicator(Supplier<List<WebPushTemplate>> templates, BooleanSupplier downOnRejection) {
		super("Web push health check failed");
		this.templates = templates;
		this.downOnRejection = downOnRejection;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, Object> accounts = new LinkedHashMap<>();
		boolean rejected = false;
		boolean answered = false;
		for (WebPushTemplate template : this.templates.get()) {
			State state = template.status().state();
			rejected |= state == State.REJECTED;
			answered |= state != State.UNKNOWN;
			accounts.put(template.account(), AccountDescriptor.describe(template));
		}
		if (rejected && this.downOnRejection.getAsBoolean()) {
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

}
