package io.github.insiderwebpush.bulk;

import org.jspecify.annotations.Nullable;

/**
 * What became of one item.
 *
 * @param item the item, as the application handed it in
 * @param index its place among the items, from 0
 * @param state what became of it
 * @param result the vendor's answer if the state is {@link BulkState#CREATED} or
 * {@link BulkState#LAUNCHED}, else {@code null}
 * @param failure why there is no result, else {@code null}. Of an item that was sent it
 * is a {@link io.github.insiderwebpush.WebPushException}; it is what the mapping threw if
 * that failed, and of an item that was not attempted it is what ended the run
 * @param <T> the type of the items
 * @param <R> the type of the results
 * @since 0.1.0
 */
public record BulkResult<T, R>(T item, int index, BulkState state, @Nullable R result, @Nullable Throwable failure) {

}
