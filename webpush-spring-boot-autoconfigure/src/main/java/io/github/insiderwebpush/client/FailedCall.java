package io.github.insiderwebpush.client;

import java.time.Instant;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed, as the client remembers it.
 *
 * @param time the time at which it ended
 * @param operation the operation
 * @param error the error
 * @param outcome whether it took effect
 * @param cfRay the {@code CF-RAY} of the response, {@code null} if there was none
 * @param subject the title or ID that the call was about
 * @since 0.1.0
 */
public record FailedCall(Instant time, WebPushOperation operation, WebPushError error, Outcome outcome,
		@Nullable String cfRay, @Nullable String subject) {

}
