/**
 * Campaigns, the queue that creates them, and the form and interface that fill it.
 */
@NullMarked
package io.github.insiderwebpush.console.campaign;

import org.jspecify.annotations.NullMarked;
