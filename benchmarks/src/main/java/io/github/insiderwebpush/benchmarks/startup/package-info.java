/**
 * Instructions and classes that the starter adds to the start of a minimal web
 * application.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
