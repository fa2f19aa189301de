/**
 * Insider One's reports as values, and their reader. A missing value is {@code null} and
 * never zero.
 */
@NullMarked
package io.github.insiderwebpush.statistics;

import org.jspecify.annotations.NullMarked;
