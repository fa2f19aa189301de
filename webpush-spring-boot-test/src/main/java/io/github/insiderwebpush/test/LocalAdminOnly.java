package io.github.insiderwebpush.test;

import com.github.tomakehurst.wiremock.extension.requestfilter.AdminRequestFilterV2;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * Keeps other sites' pages away from WireMock's own admin interface.
 */
final class LocalAdminOnly implements AdminRequestFilterV2 {

	@Override
	public String getName() {
		return "webpush-local-admin-only";
	}

	@Override
	public RequestFilterAction filter(Request request, ServeEvent serveEvent) {
		return LoopbackGuard.allows(request) ? RequestFilterAction.continueWith(request)
				: RequestFilterAction.stopWith(new ResponseDefinition(403, ""));
	}

}
