/**
 * One budget for all instances of an application, in Redis. Needs Spring Data Redis, and
 * is loaded only where it is chosen.
 */
@NullMarked
package io.github.insiderwebpush.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
