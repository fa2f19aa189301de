/**
 * The client of a team that takes a bare {@code RestClient}.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.versus.bare;

import org.jspecify.annotations.NullMarked;
