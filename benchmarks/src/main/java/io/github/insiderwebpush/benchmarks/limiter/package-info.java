/**
 * Limiters side by side, on a virtual clock: a client, a network with latency, and the
 * algorithms by which a server might count.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.limiter;

import org.jspecify.annotations.NullMarked;
