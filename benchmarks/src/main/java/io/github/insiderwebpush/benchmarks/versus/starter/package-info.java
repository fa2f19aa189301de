/**
 * The client of a team that takes the starter.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.versus.starter;

import org.jspecify.annotations.NullMarked;
