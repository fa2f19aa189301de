package io.github.insiderwebpush.test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Shapes of a success that the documentation does not promise. Each leaves the request
 * carried out and changes its response, for {@link FaultPlan#succeedAs}.
 *
 * @since 0.1.0
 */
public enum SuccessShape {

	/** The ID as text: {@code "campaign_id": "25696"}. */
	ID_AS_TEXT {
		@Override
		Object body(long id) {
			return Json.object("success", true, "campaign_id", Long.toString(id));
		}
	},

	/** The ID with a fraction: {@code "campaign_id": 25696.0}. */
	ID_WITH_FRACTION {
		@Override
		Object body(long id) {
			return Json.object("success", true, "campaign_id",
					BigDecimal.valueOf(id).setScale(1, RoundingMode.UNNECESSARY));
		}
	},

	/** The ID under {@code content}, beside a {@code builder_id}. */
	ID_UNDER_CONTENT {
		@Override
		Object body(long id) {
			return Json.object("status_code", 201, "content",
					Json.object("message", "Success", "builder_id", "1000", "campaign_id", Long.toString(id)));
		}
	},

	/** The ID of another campaign. */
	OTHER_CAMPAIGN_ID {
		@Override
		Object body(long id) {
			return Json.object("success", true, "campaign_id", id + 1_000_000);
		}
	},

	/** No ID: {@code {"success": true}}. */
	WITHOUT_ID {
		@Override
		Object body(long id) {
			return Map.of("success", true);
		}
	},

	/** {@code "success": "true"}, a text. */
	SUCCESS_AS_TEXT {
		@Override
		Object body(long id) {
			return Json.object("success", "true", "campaign_id", id);
		}
	},

	/** {@code "success": "false"}, a text, beside the ID. */
	FAILURE_AS_TEXT {
		@Override
		Object body(long id) {
			return Json.object("success", "false", "message", "Not accepted", "campaign_id", id);
		}
	},

	/** {@code "success": 0} beside the ID. */
	FAILURE_AS_NUMBER {
		@Override
		Object body(long id) {
			return Json.object("success", 0, "message", "Not accepted", "campaign_id", id);
		}
	},

	/** {@code "success": null} beside the ID. */
	FAILURE_AS_NULL {
		@Override
		Object body(long id) {
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("success", null);
			body.put("message", "Not accepted");
			body.put("campaign_id", id);
			return body;
		}
	},

	/** The success status with an empty body. */
	EMPTY_BODY {
		@Override
		SandboxResponse applyTo(SandboxResponse success) {
			return success.withBody(success.status(), "");
		}
	},

	/** 204 without a body. */
	NO_CONTENT {
		@Override
		SandboxResponse applyTo(SandboxResponse success) {
			return success.withBody(204, "");
		}
	};

	/**
	 * Change the response of a request that was carried out.
	 */
	SandboxResponse applyTo(SandboxResponse success) {
		JsonNode id = Json.MAPPER.readTree(success.body()).path("campaign_id");
		return success.withBody(success.status(), Json.write(body(id.longValue())));
	}

	Object body(long id) {
		throw new UnsupportedOperationException(name());
	}

}
