/**
 * Files that the console writes.
 */
@NullMarked
package io.github.insiderwebpush.console.csv;

import org.jspecify.annotations.NullMarked;
