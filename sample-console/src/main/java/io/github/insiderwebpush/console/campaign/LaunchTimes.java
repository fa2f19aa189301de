package io.github.insiderwebpush.console.campaign;

import java.time.Instant;

/**
 * Times of a launch that is planned.
 *
 * @param launchAt when it is due
 * @param notAfter from when on it is not sent any more
 */
public record LaunchTimes(Instant launchAt, Instant notAfter) {
}
