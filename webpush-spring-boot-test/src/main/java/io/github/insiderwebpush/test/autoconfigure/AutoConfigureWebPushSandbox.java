package io.github.insiderwebpush.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.insiderwebpush.test.BudgetAlgorithm;
import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Connects a Spring Boot test to a sandbox instead of Insider One. The sandbox starts
 * with the application context, is a bean of type
 * {@link io.github.insiderwebpush.test.WebPushSandbox}, and is reset before each test. It
 * serves the default account and all of {@code webpush.accounts.*}: their tokens, partner
 * IDs and base URL in properties, and the application's own connection details, are
 * replaced.
 * <p>
 * Time is virtual by default; the clock is a bean of type
 * {@link io.github.insiderwebpush.test.WebPushVirtualClock}. Between tests it advances by
 * one hour, so that each test starts with free limits. Test classes with the same
 * configuration share one context and one sandbox. JUnit therefore runs all tests with
 * this annotation one after another, also when it runs others in parallel.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("webpush.test.sandbox")
@ResourceLock("io.github.insiderwebpush.test.autoconfigure.AutoConfigureWebPushSandbox")
public @interface AutoConfigureWebPushSandbox {

	/**
	 * Return the time of the test.
	 * @return virtual by default
	 */
	SandboxTime time() default SandboxTime.VIRTUAL;

	/**
	 * Return the algorithm that counts the sandbox's budgets.
	 * @return a rolling window by default
	 */
	BudgetAlgorithm budgetAlgorithm() default BudgetAlgorithm.ROLLING_WINDOW;

}
