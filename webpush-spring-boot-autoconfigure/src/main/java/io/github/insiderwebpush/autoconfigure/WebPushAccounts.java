package io.github.insiderwebpush.autoconfigure;

import java.util.Set;

import io.github.insiderwebpush.client.WebPushTemplate;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.Assert;

/**
 * The clients of all accounts by name: {@code default} is that of the top-level
 * properties, the others are those of {@code webpush.accounts.*}. Each has its own token,
 * partner ID and budgets.
 *
 * @since 0.1.0
 */
public class WebPushAccounts {

	/**
	 * The name of the account of the top-level properties.
	 */
	public static final String DEFAULT = "default";

	private final Set<String> names;

	private final BeanFactory beanFactory;

	WebPushAccounts(Set<String> names, BeanFactory beanFactory) {
		this.names = names;
		this.beanFactory = beanFactory;
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
			return this.beanFactory.getBean("webPushTemplate", WebPushTemplate.class);
		}
		Assert.isTrue(this.names.contains(name), () -> "There is no web push account '" + name + "': configured are "
				+ this.names + " and '" + DEFAULT + "'. Add 'webpush.accounts." + name + "' or correct the name");
		return this.beanFactory.getBean(beanName(name), WebPushTemplate.class);
	}

	/**
	 * Return the names of the further accounts.
	 * @return the names in {@code webpush.accounts}, without {@code default}
	 */
	public Set<String> names() {
		return Set.copyOf(this.names);
	}

	static String beanName(String account) {
		return account + "WebPushTemplate";
	}

}
