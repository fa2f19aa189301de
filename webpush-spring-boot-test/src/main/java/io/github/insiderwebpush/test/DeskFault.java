package io.github.insiderwebpush.test;

import java.time.Duration;

/**
 * The faults that the desk page offers.
 */
enum DeskFault {

	THROTTLE("429, wait 7 seconds"),

	THROTTLE_FORBIDDEN("403, too many attempts"),

	FAILED_DEPENDENCY("424 without a reason"),

	UNAUTHORIZED("401, token not accepted"),

	SERVER_ERROR("503, server error"),

	HTML_520("520, page of the edge"),

	LOSE_ANSWER("carry out, lose the answer"),

	CUT_BODY("carry out, cut the answer"),

	RESET_CONNECTION("reset the connection"),

	DELAY("answer 5 seconds late");

	private final String label;

	DeskFault(String label) {
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
			case HTML_520 -> plan.answerHtml(520);
			case LOSE_ANSWER -> plan.loseAnswer();
			case CUT_BODY -> plan.cutBody();
			case RESET_CONNECTION -> plan.resetConnection();
			case DELAY -> plan.delay(Duration.ofSeconds(5));
		}
	}

}
