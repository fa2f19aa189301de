/**
 * A small service that creates campaigns: what a newcomer reads and runs first.
 */
@NullMarked
package io.github.insiderwebpush.sample;

import org.jspecify.annotations.NullMarked;
