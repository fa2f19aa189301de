/**
 * Sending a campaign to its subscribers.
 */
@NullMarked
package io.github.insiderwebpush.console.launch;

import org.jspecify.annotations.NullMarked;
