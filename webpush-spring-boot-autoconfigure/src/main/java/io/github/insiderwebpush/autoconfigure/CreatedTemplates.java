package io.github.insiderwebpush.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.github.insiderwebpush.client.WebPushTemplate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The templates that were created so far, so that health and metrics create none.
 */
class CreatedTemplates implements Supplier<List<WebPushTemplate>> {

	private static final Log logger = LogFactory.getLog(CreatedTemplates.class);

	private final List<WebPushTemplate> templates = new CopyOnWriteArrayList<>();

	private final List<AccountCredentials> credentials = new CopyOnWriteArrayList<>();

	void add(WebPushTemplate template, AccountCredentials added) {
		for (AccountCredentials other : this.credentials) {
			if (added.lastToken() != null && added.lastToken().equals(other.lastToken())) {
				logger.warn("Accounts '" + other.account() + "' and '" + added.account() + "' use the same token. Each "
						+ "has its own budgets, so that together they can exceed the limit of the key");
			}
		}
		this.credentials.add(added);
		this.templates.add(template);
	}

	/**
	 * Return the tokens that were used last.
	 */
	List<String> tokens() {
		return this.credentials.stream().map(AccountCredentials::lastToken).filter(Objects::nonNull).toList();
	}

	@Override
	public List<WebPushTemplate> get() {
		return List.copyOf(this.templates);
	}

}
