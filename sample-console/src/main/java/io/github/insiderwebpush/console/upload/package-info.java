/**
 * Many campaigns from one file.
 */
@NullMarked
package io.github.insiderwebpush.console.upload;

import org.jspecify.annotations.NullMarked;
