package io.github.insiderwebpush.test;

import java.time.Duration;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

/**
 * A request that arrived, and what became of it. The token is not kept.
 *
 * @param operation the operation, or {@code null} if the path is none of the vendor's
 * @param method the HTTP method
 * @param path the path
 * @param arrivalNanos when it arrived, by the sandbox's clock
 * @param arrivedAt when it arrived, counted from the sandbox's start or last reset
 * @param status the status answered, or {@code null} if the connection ended without one
 * @param accepted whether the sandbox carried it out
 * @param refusal why not, or {@code null} if it did
 * @param overBudget whether it was refused because the budget was used up
 * @param fault the fault of the script that it met, or {@code null}
 * @param body the body as it arrived
 * @since 0.1.0
 */
public record SandboxRequest(@Nullable WebPushOperation operation, String method, String path, long arrivalNanos,
		Duration arrivedAt, @Nullable Integer status, boolean accepted, @Nullable String refusal, boolean overBudget,
		@Nullable String fault, String body) {

}
