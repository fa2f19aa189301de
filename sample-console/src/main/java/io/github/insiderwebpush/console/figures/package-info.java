/**
 * Figures and outcomes of launched campaigns.
 */
@NullMarked
package io.github.insiderwebpush.console.figures;

import org.jspecify.annotations.NullMarked;
