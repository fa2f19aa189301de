/**
 * What one call costs that does not wait, side by side with a bare {@code RestClient}.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
