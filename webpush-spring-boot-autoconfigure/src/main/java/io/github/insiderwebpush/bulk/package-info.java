/**
 * Many creates or launches as one run.
 */
@NullMarked
package io.github.insiderwebpush.bulk;

import org.jspecify.annotations.NullMarked;
