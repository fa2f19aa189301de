/**
 * The client of a team that puts Bucket4j into an interceptor.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.versus.bucket4j;

import org.jspecify.annotations.NullMarked;
