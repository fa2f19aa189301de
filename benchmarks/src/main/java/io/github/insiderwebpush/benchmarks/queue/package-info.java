/**
 * What those who wait cost.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.queue;

import org.jspecify.annotations.NullMarked;
