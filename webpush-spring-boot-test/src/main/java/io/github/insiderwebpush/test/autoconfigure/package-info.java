/**
 * A sandbox for Spring Boot tests.
 */
@NullMarked
package io.github.insiderwebpush.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
