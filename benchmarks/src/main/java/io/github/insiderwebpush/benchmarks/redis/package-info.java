/**
 * One budget for several processes.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
