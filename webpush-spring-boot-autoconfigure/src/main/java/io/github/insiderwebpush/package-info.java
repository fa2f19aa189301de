/**
 * The API: what an application injects, catches or implements. Knows Spring Framework,
 * but no class of Spring Boot.
 */
@NullMarked
package io.github.insiderwebpush;

import org.jspecify.annotations.NullMarked;
