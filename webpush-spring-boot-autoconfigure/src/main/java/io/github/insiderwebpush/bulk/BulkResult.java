package io.github.insiderwebpush.bulk;

import org.jspecify.annotations.Nullable;

/**
 * The result of one item.
 *
 * @param item the item, as the application handed it in
 * @param index its place among the items, from 0
 * @param status what became of it
 * @param result the response if the status is {@link BulkItemStatus#CREATED} or
 * {@link BulkItemStatus#LAUNCHED}, else {@code null}
 * @param failure why there is no result, else {@code null}. Of an item that was sent it
 * is a {@link io.github.insiderwebpush.WebPushException}; it is the exception of the
 * mapping if that failed. An item that was not attempted has none: the report says why
 * the run ended
 * @param <T> the type of the items
 * @param <R> the type of the results
 * @since 0.1.0
 */
public record BulkResult<T, R>(T item, int index, BulkItemStatus status, @Nullable R result,
		@Nullable Throwable failure) {

}
