/**
 * What a free permit costs.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.acquire;

import org.jspecify.annotations.NullMarked;
