/**
 * The vendor's reports as values. What the vendor leaves out is {@code null} and never
 * zero.
 */
@NullMarked
package io.github.insiderwebpush.statistics;

import org.jspecify.annotations.NullMarked;
