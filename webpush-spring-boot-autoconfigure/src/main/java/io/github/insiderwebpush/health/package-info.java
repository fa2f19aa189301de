/**
 * Actuator side of the client: the health component and the endpoint. Neither costs a
 * request.
 */
@NullMarked
package io.github.insiderwebpush.health;

import org.jspecify.annotations.NullMarked;
