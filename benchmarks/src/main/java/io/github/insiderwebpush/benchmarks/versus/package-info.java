/**
 * The same jobs by this starter and by what a team would write itself, against the same
 * server.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.versus;

import org.jspecify.annotations.NullMarked;
