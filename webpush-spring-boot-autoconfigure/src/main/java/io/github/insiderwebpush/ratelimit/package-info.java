/**
 * The limiter: the vendor's budgets, kept so exactly that the server has no reason to
 * answer 429.
 */
@NullMarked
package io.github.insiderwebpush.ratelimit;

import org.jspecify.annotations.NullMarked;
