package io.github.insiderwebpush.benchmarks.versus;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The bodies of Insider One's API, which every team without the starter has to write.
 */
public final class VendorApi {

	private VendorApi() {
	}

	/**
	 * The body of a create.
	 */
	public record Create(@JsonProperty("partner_id") String partnerId, String title, String language,
			@JsonProperty("is_all") boolean all) {

		public static Create draft(String partnerId, String title) {
			return new Create(partnerId, title, "en_GB", false);
		}

	}

	/**
	 * The body of a launch.
	 */
	public record Launch(@JsonProperty("partner_id") String partnerId, String title, String description, String link,
			String ttl, Target target) {

		public static Launch sale(String partnerId) {
			return new Launch(partnerId, "Sale", "Until Sunday", "https://shop.example/sale", "3600",
					new Target("d_wp_browser", List.of("Edg")));
		}

	}

	/**
	 * The audience.
	 */
	public record Target(String attribute, List<String> values) {

	}

	/**
	 * The answer to both.
	 */
	public record Accepted(boolean success, @JsonProperty("campaign_id") long campaignId) {

	}

}
