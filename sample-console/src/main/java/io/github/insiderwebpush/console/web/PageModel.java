package io.github.insiderwebpush.console.web;

import java.security.Principal;

import io.github.insiderwebpush.console.account.Account;
import io.github.insiderwebpush.console.campaign.TeamTime;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Attributes of every page: the account that the console talks to, the times, and the
 * user.
 */
@ControllerAdvice
class PageModel {

	private final Account account;

	private final Access access;

	private final TeamTime times;

	PageModel(Account account, Access access, TeamTime times) {
		this.account = account;
		this.access = access;
		this.times = times;
	}

	@ModelAttribute("account")
	Account account() {
		return this.account;
	}

	@ModelAttribute("times")
	TeamTime times() {
		return this.times;
	}

	@ModelAttribute("user")
	@Nullable String user(@Nullable Principal user) {
		return (this.access.needsLogin() && user != null) ? user.getName() : null;
	}

}
