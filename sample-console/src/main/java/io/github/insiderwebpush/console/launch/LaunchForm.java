package io.github.insiderwebpush.console.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.LaunchTimes;
import io.github.insiderwebpush.console.campaign.Message;
import io.github.insiderwebpush.console.campaign.Schedule;
import io.github.insiderwebpush.console.campaign.TeamTime;
import io.github.insiderwebpush.console.campaign.Words;
import org.jspecify.annotations.Nullable;

/**
 * Start and confirmation of a launch as a person filled them in, beside its message.
 * Anything may be missing or wrong.
 *
 * @param token the one-time token of the form
 * @param seen the number of launches of the campaign that the form has seen
 * @param schedule the token of the schedule that the form has seen, empty for none
 * @param later whether it is scheduled instead of launched now
 * @param launchAt when it is due, if it is scheduled
 * @param notAfter from when on it is not sent any more, empty for the deadline of the
 * console
 * @param confirmTitle the campaign's name once more, as the confirmation
 * @param confirmAll the confirmation that every subscriber gets it
 */
public record LaunchForm(@Nullable String token, @Nullable Integer seen, @Nullable String schedule,
		@Nullable Boolean later, @Nullable String launchAt, @Nullable String notAfter, @Nullable String confirmTitle,
		@Nullable Boolean confirmAll) {

	/**
	 * Return an empty form, with the times that are planned.
	 */
	static LaunchForm of(Campaign campaign, TeamTime times) {
		Schedule planned = campaign.schedule();
		return new LaunchForm(null, null, null, campaign.scheduled() || !campaign.launchable(),
				(planned != null) ? times.field(planned.times().launchAt()) : null,
				(planned != null) ? times.field(planned.times().notAfter()) : null, null, null);
	}

	/**
	 * Return the form with a token of its own, as it is shown now.
	 */
	LaunchForm renewed(Campaign campaign) {
		return new LaunchForm(UUID.randomUUID().toString(), campaign.launches(), campaign.scheduleToken(), later(),
				this.launchAt, this.notAfter, null, null);
	}

	@Override
	public String token() {
		return Objects.requireNonNullElse(this.token, "");
	}

	@Override
	public Integer seen() {
		return Objects.requireNonNullElse(this.seen, -1);
	}

	@Override
	public String schedule() {
		return Objects.requireNonNullElse(this.schedule, "");
	}

	@Override
	public Boolean later() {
		return Boolean.TRUE.equals(this.later);
	}

	/**
	 * Return whether nothing was launched or scheduled since the form was shown.
	 */
	boolean isUpToDate(Campaign campaign) {
		return !token().isEmpty() && seen() == campaign.launches() && schedule().equals(campaign.scheduleToken());
	}

	/**
	 * Return the times of the schedule.
	 * @param problems takes the problems by field
	 * @return the times, {@code null} if there are problems
	 */
	@Nullable LaunchTimes times(TeamTime times, Map<String, List<String>> problems) {
		return times.read(this.launchAt, this.notAfter, problems);
	}

	/**
	 * Return the problems of the message and the confirmation, by field. The typed name
	 * is compared as a person sees it.
	 */
	Map<String, List<String>> problems(Campaign campaign, Message message) {
		Map<String, List<String>> problems = new LinkedHashMap<>(message.problems(campaign.toAll()));
		if (!Words.visible(campaign.title()).equals(Words.visible(this.confirmTitle))) {
			problems.put("confirmTitle", List.of("Type the campaign's name: " + Words.visible(campaign.title())));
		}
		if (campaign.toAll() && !Boolean.TRUE.equals(this.confirmAll)) {
			problems.put("confirmAll", List.of("Tick this: every subscriber gets the message"));
		}
		return problems;
	}

}
