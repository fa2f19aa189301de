package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the console.
 *
 * @param timeZone the team's time zone, such as {@code Europe/Istanbul}; by default that
 * of the process
 * @param sendingWindow the time of the day within which scheduled launches are sent
 * @param launchDeadline for how long after its time a scheduled launch may still be sent,
 * unless it has a time of its own after which it is not
 */
@ConfigurationProperties("console")
public record ConsoleProperties(@Nullable ZoneId timeZone, @DefaultValue("") SendingWindow sendingWindow,
		@DefaultValue("1h") Duration launchDeadline) {
}
