/**
 * Spring Boot's side: properties, connection details, and the beans built from them.
 */
@NullMarked
package io.github.insiderwebpush.autoconfigure;

import org.jspecify.annotations.NullMarked;
