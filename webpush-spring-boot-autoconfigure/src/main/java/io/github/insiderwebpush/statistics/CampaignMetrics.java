package io.github.insiderwebpush.statistics;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Metrics of one campaign. {@code comparisonData}, whose content is not documented, is
 * left out.
 *
 * @param name the campaign's name in the InOne panel, or {@code null} if absent
 * @param alias Insider One's word for the type, such as {@code bulk}, or {@code null} if
 * absent
 * @param primaryGoal Insider One's word for the goal, or {@code null} if absent
 * @param goals the names of the goals by their keys; empty if absent
 * @param startDate when it started, or {@code null} if absent
 * @param endDate when it ends, or {@code null} if absent
 * @param recurring whether it is sent repeatedly, or {@code null} if absent
 * @param personalizationStatus Insider One's word for the status, such as {@code Active},
 * or {@code null} if absent
 * @param ttlEnded whether delivery is no longer tried, so that the figures are final; or
 * {@code null} if absent
 * @param preferredCurrency the currency of the revenue, or {@code null} if absent
 * @param overview the figures of the whole campaign
 * @param devices the figures by kind of device; empty if absent
 * @param clicks the clicks by part of the message; empty if absent
 * @param dropped reasons why messages were dropped; empty if absent
 * @param undelivered reasons why messages were not delivered; empty if absent
 * @param unreadable values that are there but cannot be read, and are absent above; empty
 * if all values could be read. Only the first 20 are listed
 * @since 0.1.0
 */
public record CampaignMetrics(@Nullable String name, @Nullable String alias, @Nullable String primaryGoal,
		Map<String, String> goals, @Nullable Instant startDate, @Nullable Instant endDate, @Nullable Boolean recurring,
		@Nullable String personalizationStatus, @Nullable Boolean ttlEnded, @Nullable String preferredCurrency,
		Figures overview, List<DeviceMetrics> devices, List<ClickMetrics> clicks, List<LossReason> dropped,
		List<LossReason> undelivered, List<UnreadableValue> unreadable) {

	public CampaignMetrics {
		goals = Collections.unmodifiableMap(new LinkedHashMap<>(goals));
		devices = List.copyOf(devices);
		clicks = List.copyOf(clicks);
		dropped = List.copyOf(dropped);
		undelivered = List.copyOf(undelivered);
		unreadable = List.copyOf(unreadable);
	}

	/**
	 * Return whether the figures will not change any more.
	 * @return {@code false} as well if the response does not say
	 */
	public boolean isFinal() {
		return Boolean.TRUE.equals(this.ttlEnded);
	}

	/**
	 * Figures of one kind of device.
	 *
	 * @param device Insider One's word for the kind, such as {@code Desktop}, kept even
	 * if it is new; {@code null} if absent
	 * @param figures the figures. {@code targeted}, {@code dropped} and
	 * {@code undelivered} are not broken down by device
	 */
	public record DeviceMetrics(@Nullable String device, Figures figures) {
	}

	/**
	 * Clicks on one part of the message.
	 *
	 * @param name Insider One's name of the part, such as {@code mainAction}, kept even
	 * if it is new; {@code null} if absent
	 * @param header the part's name in the InOne panel, or {@code null} if absent
	 * @param clicks the number of clicks, or {@code null} if absent
	 * @param share the share among all clicks, or {@code null} if absent
	 */
	public record ClickMetrics(@Nullable String name, @Nullable String header, @Nullable Long clicks,
			@Nullable Rate share) {
	}

}
