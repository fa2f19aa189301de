package io.github.insiderwebpush.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.insiderwebpush.client.WebPushTemplate;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.Assert;

/**
 * The clients of all accounts by name: {@code default} is that of the top-level
 * properties, the others are those of {@code webpush.accounts.*}. Each has its own token,
 * partner ID and budgets. Where this bean is injected, all accounts are checked when the
 * application starts.
 *
 * @since 0.1.0
 */
public class WebPushAccounts {

	/**
	 * The name of the account of the top-level properties.
	 */
	public static final String DEFAULT = "default";

	private final Map<String, WebPushTemplate> accounts = new TreeMap<>();

	private final ObjectProvider<WebPushTemplate> defaultAccount;

	private final boolean defaultAccountUsed;

	WebPushAccounts(Set<String> names, boolean defaultAccountUsed, ObjectProvider<WebPushTemplate> defaultAccount,
			BeanFactory beanFactory) {
		this.defaultAccount = defaultAccount;
		this.defaultAccountUsed = defaultAccountUsed;
		if (defaultAccountUsed) {
			defaultAccount.getObject();
		}
		names.forEach((name) -> this.accounts.put(name, beanFactory.getBean(beanName(name), WebPushTemplate.class)));
	}

	/**
	 * Return the client of an account.
	 * @param name the account's name
	 * @return its client, the same at every call
	 * @throws IllegalArgumentException if no such account is configured: there is no
	 * falling back to another account's key
	 */
	public WebPushTemplate get(String name) {
		Assert.notNull(name, "'name' must not be null");
		if (name.equals(DEFAULT)) {
			return this.defaultAccount.getObject();
		}
		WebPushTemplate template = this.accounts.get(name);
		if (template == null) {
			throw new IllegalArgumentException(
					"There is no web push account '" + name + "': configured are " + this.accounts.keySet() + " and '"
							+ DEFAULT + "'. Add 'webpush.accounts." + name + "' or correct the name");
		}
		return template;
	}

	/**
	 * Return the names of the further accounts.
	 * @return the names in {@code webpush.accounts}, without {@code default}
	 */
	public Set<String> names() {
		return Set.copyOf(this.accounts.keySet());
	}

	/**
	 * Return the clients of all accounts that are used.
	 */
	List<WebPushTemplate> all() {
		List<WebPushTemplate> all = new ArrayList<>();
		if (this.defaultAccountUsed) {
			all.add(get(DEFAULT));
		}
		all.addAll(this.accounts.values());
		return all;
	}

	/**
	 * Return the prefix of the properties of an account.
	 */
	static String prefix(String account) {
		return account.equals(DEFAULT) ? "webpush" : "webpush.accounts." + account;
	}

	static String beanName(String account) {
		return account + "WebPushTemplate";
	}

}
