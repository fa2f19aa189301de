package io.github.insiderwebpush.console.campaign;

import org.jspecify.annotations.Nullable;

/**
 * Planned launch of a campaign.
 *
 * @param times its times
 * @param by who confirmed it, {@code null} while it is a plan
 * @param token the one-time token of the confirmation, {@code null} unless the campaign
 * is scheduled
 */
public record Schedule(LaunchTimes times, @Nullable String by, @Nullable String token) {
}
