/**
 * A sandbox: a stateful fake of Insider One's web push API for tests and development.
 * {@link io.github.insiderwebpush.test.WebPushSandbox} is the entry point. A request
 * passes {@code SandboxServer}, {@code SandboxApi} and one of the endpoint classes.
 */
@NullMarked
package io.github.insiderwebpush.test;

import org.jspecify.annotations.NullMarked;
