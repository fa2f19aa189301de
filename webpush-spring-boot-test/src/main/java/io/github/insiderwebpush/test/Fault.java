package io.github.insiderwebpush.test;

import java.util.function.BiFunction;

import io.github.insiderwebpush.WebPushOperation;

/**
 * One way to misbehave.
 *
 * @param name what it is, for people
 * @param applies whether the request is carried out all the same
 * @param free whether the request does not count against the budget, since it is turned
 * away before anybody counts
 * @param change from the answer that the request would have had, if it is carried out, to
 * the one it gets
 */
record Fault(String name, boolean applies, boolean free,
		BiFunction<WebPushOperation, SandboxAnswer, SandboxAnswer> change) {

}
