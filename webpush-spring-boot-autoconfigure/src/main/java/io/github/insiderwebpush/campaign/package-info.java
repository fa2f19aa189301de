/**
 * Campaigns and messages as immutable values that validate when built.
 */
@NullMarked
package io.github.insiderwebpush.campaign;

import org.jspecify.annotations.NullMarked;
