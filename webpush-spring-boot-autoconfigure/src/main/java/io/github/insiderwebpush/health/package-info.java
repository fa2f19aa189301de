/**
 * What the health endpoint tells of the client. It never costs a request.
 */
@NullMarked
package io.github.insiderwebpush.health;

import org.jspecify.annotations.NullMarked;
