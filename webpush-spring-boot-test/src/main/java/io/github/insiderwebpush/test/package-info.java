/**
 * The sandbox: a fake of the vendor's API that keeps its rules, and misbehaves on
 * command. Needs neither Spring's test support nor JUnit nor AssertJ, except for the
 * types that are named after them.
 */
@NullMarked
package io.github.insiderwebpush.test;

import org.jspecify.annotations.NullMarked;
