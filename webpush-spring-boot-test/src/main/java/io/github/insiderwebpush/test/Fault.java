package io.github.insiderwebpush.test;

import java.util.function.UnaryOperator;

/**
 * One scripted fault.
 *
 * @param name its name in the recorded request
 * @param applies whether the request is carried out
 * @param beforeBudget whether the request is intercepted before the budget counts it
 * @param response changes the response that the request would have had
 */
record Fault(String name, boolean applies, boolean beforeBudget, UnaryOperator<SandboxResponse> response) {

}
