package io.github.insiderwebpush.test;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes: the operation, the campaign id of its path, and whether it is the
 * launch whose limit is lower.
 */
record Route(WebPushOperation operation, String campaignId, boolean launchV1) {

	private static final Pattern SINGLE = Pattern.compile("/(v[12])/single/([^/]+)");

	static @Nullable Route of(String method, String path) {
		for (WebPushOperation operation : WebPushOperation.values()) {
			if (operation.method().equals(method) && operation.path().equals(path)) {
				return new Route(operation, "", false);
			}
		}
		Matcher single = SINGLE.matcher(path);
		if (!single.matches()) {
			return null;
		}
		boolean v1 = single.group(1).equals("v1");
		if (method.equals("POST")) {
			return new Route(WebPushOperation.LAUNCH, single.group(2), v1);
		}
		return (method.equals("DELETE") && v1) ? new Route(WebPushOperation.DELETE, single.group(2), false) : null;
	}

}
