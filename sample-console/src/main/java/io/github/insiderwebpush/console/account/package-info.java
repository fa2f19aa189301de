/**
 * Whom the console talks to: the sandbox or the real account.
 */
@NullMarked
package io.github.insiderwebpush.console.account;

import org.jspecify.annotations.NullMarked;
