/**
 * Campaigns as values: what is created, launched and deleted. They validate themselves
 * when built.
 */
@NullMarked
package io.github.insiderwebpush.campaign;

import org.jspecify.annotations.NullMarked;
