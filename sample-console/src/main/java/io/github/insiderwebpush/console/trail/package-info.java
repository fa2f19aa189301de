/**
 * Who did what to which campaign, and with which result.
 */
@NullMarked
package io.github.insiderwebpush.console.trail;

import org.jspecify.annotations.NullMarked;
