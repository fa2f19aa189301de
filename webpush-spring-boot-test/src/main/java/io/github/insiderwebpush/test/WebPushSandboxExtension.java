package io.github.insiderwebpush.test;

import java.util.function.UnaryOperator;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstantiationAwareExtension;

import org.springframework.util.Assert;

/**
 * JUnit extension that injects a {@link WebPushSandbox} and its
 * {@link WebPushVirtualClock} as parameters of test methods, lifecycle methods and
 * constructors. Each test has its own sandbox, so tests can run in parallel.
 *
 * <pre class="code">
 * &#64;ExtendWith(WebPushSandboxExtension.class)
 * class CampaignTests {
 *
 *     &#64;Test
 *     void creates(WebPushSandbox sandbox) { … }
 *
 * }
 * </pre>
 *
 * A parameter of a {@code @BeforeAll} method, or of the constructor of a class with one
 * instance, starts one sandbox for all tests of the class. It is reset before each test,
 * and such tests must not run in parallel.
 * <p>
 * With {@code @RegisterExtension} on a static field, {@link #with} configures the
 * sandbox.
 *
 * @since 0.1.0
 */
public final class WebPushSandboxExtension
		implements BeforeEachCallback, ParameterResolver, TestInstantiationAwareExtension {

	private static final Namespace NAMESPACE = Namespace.create(WebPushSandboxExtension.class);

	private final UnaryOperator<WebPushSandbox.Builder> configurer;

	/**
	 * Create an extension whose sandbox has the documented budgets.
	 */
	public WebPushSandboxExtension() {
		this(UnaryOperator.identity());
	}

	private WebPushSandboxExtension(UnaryOperator<WebPushSandbox.Builder> configurer) {
		this.configurer = configurer;
	}

	/**
	 * Create an extension with a configured sandbox.
	 * @param configurer changes the builder, whose clock is already virtual
	 * @return the extension
	 */
	public static WebPushSandboxExtension with(UnaryOperator<WebPushSandbox.Builder> configurer) {
		Assert.notNull(configurer, "'configurer' must not be null");
		return new WebPushSandboxExtension(configurer);
	}

	@Override
	public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
		return ExtensionContextScope.TEST_METHOD;
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		sandbox(context).reset();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == WebPushSandbox.class || type == WebPushVirtualClock.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		WebPushSandbox sandbox = sandbox(context);
		return (parameter.getParameter().getType() == WebPushSandbox.class) ? sandbox : clock(sandbox);
	}

	private static WebPushVirtualClock clock(WebPushSandbox sandbox) {
		Assert.state(sandbox.clock() instanceof WebPushVirtualClock,
				() -> "The sandbox was configured with another clock: " + sandbox.clock());
		return (WebPushVirtualClock) sandbox.clock();
	}

	/**
	 * Return the sandbox of this context or of one that encloses it, or else start one
	 * that ends with this context.
	 */
	private WebPushSandbox sandbox(ExtensionContext context) {
		return context.getStore(NAMESPACE).computeIfAbsent(this, (key) -> start(), Running.class).sandbox();
	}

	private Running start() {
		WebPushVirtualClock clock = new WebPushVirtualClock();
		return new Running(this.configurer.apply(WebPushSandbox.builder().clock(clock)).start(), clock);
	}

	/**
	 * Closed by JUnit at the end of its context.
	 */
	private record Running(WebPushSandbox sandbox, WebPushVirtualClock clock) implements AutoCloseable {

		@Override
		public void close() {
			this.sandbox.close();
			this.clock.close();
		}

	}

}
