/**
 * Random faults for hours of virtual time, after which the books are balanced.
 */
@NullMarked
package io.github.insiderwebpush.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
