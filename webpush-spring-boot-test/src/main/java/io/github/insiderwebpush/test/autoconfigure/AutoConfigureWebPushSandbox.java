package io.github.insiderwebpush.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.insiderwebpush.test.BudgetAlgorithm;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Lets a Spring Boot test talk to a sandbox in place of the vendor. It starts with the
 * application context, is a bean of type
 * {@link io.github.insiderwebpush.test.WebPushSandbox}, and is as new before each test.
 * Whatever the application has as {@code webpush.token}, {@code webpush.partner-id} and
 * {@code webpush.base-url}, or as connection details of its own, is not used.
 * <p>
 * Time is virtual unless {@link #time()} says otherwise; the clock is a bean of type
 * {@link io.github.insiderwebpush.test.WebPushVirtualClock}. Between tests it moves on by
 * an hour, so that no test starts with the limits that an earlier one used up. Test
 * classes with the same configuration share one context and one sandbox, and so cannot
 * run in parallel.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("webpush.test.sandbox")
public @interface AutoConfigureWebPushSandbox {

	/**
	 * Which time the test runs on.
	 * @return virtual time by default
	 */
	SandboxTime time() default SandboxTime.VIRTUAL;

	/**
	 * How the sandbox counts its budgets.
	 * @return a rolling window by default
	 */
	BudgetAlgorithm budgetAlgorithm() default BudgetAlgorithm.ROLLING_WINDOW;

}
