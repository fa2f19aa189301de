package io.github.insiderwebpush.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Why messages were dropped or not delivered, and how many.
 *
 * @param label the vendor's word for the reason, such as {@code unsubscriptions}, kept
 * even if it is new; {@code null} if absent
 * @param count how many messages, or {@code null} if absent
 * @param share the share among all that were dropped, or not delivered, or {@code null}
 * if absent
 * @since 0.1.0
 */
public record LossReason(@Nullable String label, @Nullable Long count, @Nullable Rate share) {
}
