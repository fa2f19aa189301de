/**
 * The engine: the client of one account, and one call with all its attempts. Knows Spring
 * Framework, but no class of Spring Boot.
 */
@NullMarked
package io.github.insiderwebpush.client;

import org.jspecify.annotations.NullMarked;
