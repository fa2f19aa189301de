/**
 * A campaign console on a database, a durable queue and, if wanted, several instances.
 */
@NullMarked
package io.github.insiderwebpush.console;

import org.jspecify.annotations.NullMarked;
