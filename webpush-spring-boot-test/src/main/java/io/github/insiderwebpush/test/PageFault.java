package io.github.insiderwebpush.test;

import java.time.Duration;

/**
 * Faults that the page offers.
 */
enum PageFault {

	THROTTLE("429, Retry-After 7 s"),

	THROTTLE_FORBIDDEN("403 Too many attempts"),

	DUPLICATE_TITLE("400 Duplicate title"),

	UNAUTHORIZED("401 Unauthorized"),

	FAILED_DEPENDENCY("424 without a reason"),

	INTERMEDIARY("408 of a proxy, applied"),

	SERVER_ERROR("503 Server error"),

	HTML_520("520 HTML page"),

	DROP_RESPONSE("No response, applied"),

	STALL("No response until timeout, applied"),

	CUT_BODY("Half a response, applied"),

	RESET_CONNECTION("Connection reset, not applied"),

	DELAY("Response after 5 s");

	private final String label;

	PageFault(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

	void addTo(FaultPlan plan) {
		switch (this) {
			case THROTTLE -> plan.throttle(Duration.ofSeconds(7));
			case THROTTLE_FORBIDDEN -> plan.throttleForbidden();
			case FAILED_DEPENDENCY -> plan.failWith(Faults.failedDependency());
			case UNAUTHORIZED -> plan.failWith(Faults.unauthorized());
			case SERVER_ERROR -> plan.failWith(Faults.serverError(503));
			case HTML_520 -> plan.respondHtml(520);
			case DUPLICATE_TITLE -> plan.failWith(Faults.duplicateTitle(400));
			case INTERMEDIARY -> plan.afterApplying().failWith(Faults.intermediary(408));
			case STALL -> plan.stall();
			case DROP_RESPONSE -> plan.dropResponse();
			case CUT_BODY -> plan.cutBody();
			case RESET_CONNECTION -> plan.resetConnection();
			case DELAY -> plan.delay(Duration.ofSeconds(5));
		}
	}

}
