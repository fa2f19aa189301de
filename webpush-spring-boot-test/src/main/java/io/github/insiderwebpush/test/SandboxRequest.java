package io.github.insiderwebpush.test;

import java.time.Duration;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

/**
 * A request that arrived, and its result. The token is not kept.
 *
 * @param account the name of the account, or {@code null} if the token belongs to none
 * @param operation the operation, or {@code null} if the API has no such path
 * @param method the HTTP method
 * @param path the path
 * @param arrivalNanos when it arrived, by the sandbox's clock
 * @param arrivedAt when it arrived, counted from the sandbox's start or last reset
 * @param status the status of the response, or {@code null} if the connection ended
 * without one
 * @param accepted whether the sandbox carried it out
 * @param rejection why not, or {@code null} if it did
 * @param overBudget whether it was rejected because the budget was used up
 * @param fault the scripted fault that was applied, or {@code null}
 * @param body the body as it arrived
 * @since 0.1.0
 */
public record SandboxRequest(@Nullable String account, @Nullable WebPushOperation operation, String method, String path,
		long arrivalNanos, Duration arrivedAt, @Nullable Integer status, boolean accepted, @Nullable String rejection,
		boolean overBudget, @Nullable String fault, String body) {

}
