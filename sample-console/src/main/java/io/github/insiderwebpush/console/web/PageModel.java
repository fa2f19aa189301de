package io.github.insiderwebpush.console.web;

import java.security.Principal;

import io.github.insiderwebpush.console.account.Account;
import io.github.insiderwebpush.console.campaign.Words;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Attributes of every page: the account that the console talks to, and the user.
 */
@ControllerAdvice
class PageModel {

	private final Account account;

	private final Access access;

	PageModel(Account account, Access access) {
		this.account = account;
		this.access = access;
	}

	@ModelAttribute("account")
	Account account() {
		return this.account;
	}

	@ModelAttribute("times")
	Times times() {
		return Times.LOCAL;
	}

	@ModelAttribute("user")
	@Nullable String user(@Nullable Principal user) {
		return (this.access.needsLogin() && user != null) ? user.getName() : null;
	}

	/**
	 * Times as the pages show them.
	 */
	public enum Times {

		/** In the time zone of this process. */
		LOCAL;

		/**
		 * Return a time in words.
		 * @param time the time
		 * @return such as {@code 14:05} or {@code 26 Nov 14:05}
		 */
		public String words(java.time.Instant time) {
			return Words.time(time);
		}

	}

}
