package io.github.insiderwebpush.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Reason why messages were dropped or not delivered, with their number.
 *
 * @param label Insider One's word for the reason, such as {@code unsubscriptions}, kept
 * even if it is new; {@code null} if absent
 * @param count the number of messages, or {@code null} if absent
 * @param share the share among all that were dropped, or not delivered, or {@code null}
 * if absent
 * @since 0.1.0
 */
public record LossReason(@Nullable String label, @Nullable Long count, @Nullable Rate share) {
}
