/**
 * The rate limiter: window arithmetic, a queue, and adapters to and from Resilience4j.
 */
@NullMarked
package io.github.insiderwebpush.ratelimit;

import org.jspecify.annotations.NullMarked;
