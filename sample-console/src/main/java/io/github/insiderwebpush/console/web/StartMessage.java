package io.github.insiderwebpush.console.web;

import io.github.insiderwebpush.console.account.Account;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says where the page is, and whom it talks to.
 */
@Component
class StartMessage {

	private static final Log logger = LogFactory.getLog(StartMessage.class);

	private final Account account;

	StartMessage(Account account) {
		this.account = account;
	}

	@EventListener
	void sayWhereThePageIs(WebServerInitializedEvent event) {
		logger
			.info("Open http://127.0.0.1:" + event.getWebServer().getPort() + "/ - it talks to " + (this.account.live()
					? "the live account" : "a sandbox, whose own page is " + this.account.sandboxPage()));
	}

}
