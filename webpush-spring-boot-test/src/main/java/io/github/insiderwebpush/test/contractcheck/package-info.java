/**
 * Contract check: compares a real account with the sandbox. It creates and deletes drafts
 * and reads statistics; it cannot launch.
 */
@NullMarked
package io.github.insiderwebpush.test.contractcheck;

import org.jspecify.annotations.NullMarked;
