/**
 * The client: its operations, the one trip of a call, the errors and the interfaces to
 * implement. Knows Spring Framework, but no class of Spring Boot.
 */
@NullMarked
package io.github.insiderwebpush;

import org.jspecify.annotations.NullMarked;
