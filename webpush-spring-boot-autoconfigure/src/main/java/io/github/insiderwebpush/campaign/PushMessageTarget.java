package io.github.insiderwebpush.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import io.github.insiderwebpush.campaign.PushMessage.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Target of a message while it is built. A launch cannot be taken back, so exactly one
 * target must be set, and there is no default.
 */
final class PushMessageTarget {

	private boolean allSubscribers;

	/** A set, because setting the same segment twice is no contradiction. */
	private final Set<SegmentInput> segments = new LinkedHashSet<>();

	void allSubscribers() {
		this.allSubscribers = true;
	}

	void segment(@Nullable String attribute, @Nullable String @Nullable [] values) {
		this.segments.add(new SegmentInput(attribute, (values != null) ? Arrays.asList(values.clone()) : List.of()));
	}

	/**
	 * Return the one segment.
	 * @param problems where problems are added
	 * @return the segment, or {@code null} for all subscribers or after a problem
	 */
	@Nullable Segment check(Problems problems) {
		if (!this.allSubscribers && this.segments.isEmpty()) {
			problems.add("target", "is required: call toAllSubscribers() or toSegment(…)");
		}
		else if (this.allSubscribers && !this.segments.isEmpty()) {
			problems.add("target", "must be one, but both toAllSubscribers() and toSegment(…) were called: drop one");
		}
		else if (this.segments.size() > 1) {
			problems.add("target", "must be one, but " + this.segments.size() + " segments were set: drop the others");
		}
		Segment segment = null;
		for (SegmentInput input : this.segments) {
			segment = input.check(problems);
		}
		return segment;
	}

	private record SegmentInput(@Nullable String attribute, List<@Nullable String> values) {

		@Nullable Segment check(Problems problems) {
			Text.check(problems, "target.attribute", this.attribute, Integer.MAX_VALUE);
			if (this.values.isEmpty()) {
				problems.add("target.values", "is required: name at least one value");
			}
			List<String> checked = new ArrayList<>();
			for (int i = 0; i < this.values.size(); i++) {
				String value = this.values.get(i);
				Text.check(problems, "target.values[" + i + "]", value, Integer.MAX_VALUE);
				if (value != null && !value.isBlank()) {
					checked.add(value);
				}
			}
			boolean complete = this.attribute != null && !this.attribute.isBlank() && !checked.isEmpty();
			return complete ? new Segment(Objects.requireNonNull(this.attribute), checked) : null;
		}

	}

}
