package io.github.insiderwebpush.statistics;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The figures of one campaign. The vendor's {@code comparisonData}, whose content is not
 * documented, is left out.
 *
 * @param name the campaign's name in the vendor's panel, or {@code null} if absent
 * @param alias the vendor's word for the type, such as {@code bulk}, or {@code null} if
 * absent
 * @param primaryGoal the vendor's word for the goal, or {@code null} if absent
 * @param goals the vendor's names of the goals by their keys; empty if absent
 * @param startDate when it started, or {@code null} if absent
 * @param endDate when it ends, or {@code null} if absent
 * @param recurring whether it is sent again and again, or {@code null} if absent
 * @param personalizationStatus the vendor's word for the status, such as {@code Active},
 * or {@code null} if absent
 * @param ttlEnded whether delivery is no longer tried, so that the figures are final; or
 * {@code null} if absent
 * @param preferredCurrency the currency of the revenue, or {@code null} if absent
 * @param overview what became of the messages
 * @param devices what became of them by kind of device; empty if absent
 * @param clicks where subscribers clicked; empty if absent
 * @param dropped why messages were dropped; empty if absent
 * @param undelivered why messages were not delivered; empty if absent
 * @param unreadable what the vendor wrote but nobody can read, and is absent above; empty
 * in a report that can be taken at its word
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
	 * Return whether the vendor says that the figures will not change any more.
	 * @return {@code false} as well if the vendor does not say
	 */
	public boolean isFinal() {
		return Boolean.TRUE.equals(this.ttlEnded);
	}

	/**
	 * What became of the messages to one kind of device.
	 *
	 * @param device the vendor's word for the kind, such as {@code Desktop}, kept even if
	 * it is new; {@code null} if absent
	 * @param figures what became of them. The vendor does not break down
	 * {@code targeted}, {@code dropped} and {@code undelivered}
	 */
	public record DeviceMetrics(@Nullable String device, Figures figures) {
	}

	/**
	 * How often one part of the message was clicked.
	 *
	 * @param name the vendor's name of the part, such as {@code mainAction}, kept even if
	 * it is new; {@code null} if absent
	 * @param header the part as the vendor's panel calls it, or {@code null} if absent
	 * @param clicks how many clicks it got, or {@code null} if absent
	 * @param share the share among all clicks, or {@code null} if absent
	 */
	public record ClickMetrics(@Nullable String name, @Nullable String header, @Nullable Long clicks,
			@Nullable Rate share) {
	}

}
