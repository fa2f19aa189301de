/**
 * What all measurements share: tables and goals.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks;

import org.jspecify.annotations.NullMarked;
