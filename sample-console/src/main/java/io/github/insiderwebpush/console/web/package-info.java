/**
 * The page and who may see it.
 */
@NullMarked
package io.github.insiderwebpush.console.web;

import org.jspecify.annotations.NullMarked;
