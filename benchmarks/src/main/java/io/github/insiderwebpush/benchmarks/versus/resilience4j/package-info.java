/**
 * The client of a team that adds Resilience4j's annotations.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.versus.resilience4j;

import org.jspecify.annotations.NullMarked;
