/**
 * Cost of a call that does not wait, compared with a bare {@code RestClient}.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
