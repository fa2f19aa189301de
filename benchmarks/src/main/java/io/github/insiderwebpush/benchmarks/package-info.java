/**
 * Tables and goals, shared by all measurements.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks;

import org.jspecify.annotations.NullMarked;
