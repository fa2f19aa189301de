/**
 * Start-up failures as one readable message.
 */
@NullMarked
package io.github.insiderwebpush.console.startup;

import org.jspecify.annotations.NullMarked;
