/**
 * The client of a team that takes an HTTP interface and {@code @Retryable}.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.versus.httpinterface;

import org.jspecify.annotations.NullMarked;
