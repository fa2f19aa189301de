/**
 * How far the queue is, live.
 */
@NullMarked
package io.github.insiderwebpush.console.progress;

import org.jspecify.annotations.NullMarked;
