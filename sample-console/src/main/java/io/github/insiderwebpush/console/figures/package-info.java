/**
 * What became of a launched campaign.
 */
@NullMarked
package io.github.insiderwebpush.console.figures;

import org.jspecify.annotations.NullMarked;
