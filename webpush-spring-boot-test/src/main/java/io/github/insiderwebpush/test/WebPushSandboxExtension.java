package io.github.insiderwebpush.test;

import java.util.function.UnaryOperator;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.util.Assert;

/**
 * Gives a JUnit test class one {@link WebPushSandbox}, as a parameter of its methods or
 * its constructor, resets it before each test, and closes it after the last. Its clock is
 * a {@link WebPushVirtualClock}, which can be a parameter too.
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
 * With {@code @RegisterExtension} on a static field, the sandbox can be set up by
 * {@link #with}.
 *
 * @since 0.1.0
 */
public final class WebPushSandboxExtension implements BeforeEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(WebPushSandboxExtension.class);

	private final UnaryOperator<WebPushSandbox.Builder> setUp;

	/**
	 * Create an extension whose sandbox has the vendor's own budgets.
	 */
	public WebPushSandboxExtension() {
		this(UnaryOperator.identity());
	}

	private WebPushSandboxExtension(UnaryOperator<WebPushSandbox.Builder> setUp) {
		this.setUp = setUp;
	}

	/**
	 * Create an extension whose sandbox is set up by the test.
	 * @param setUp changes the builder; the virtual clock is set already
	 * @return the extension
	 */
	public static WebPushSandboxExtension with(UnaryOperator<WebPushSandbox.Builder> setUp) {
		Assert.notNull(setUp, "'setUp' must not be null");
		return new WebPushSandboxExtension(setUp);
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
				() -> "The sandbox was set up with another clock: " + sandbox.clock());
		return (WebPushVirtualClock) sandbox.clock();
	}

	private WebPushSandbox sandbox(ExtensionContext context) {
		// One for the outermost class, so that nested classes share it.
		ExtensionContext owner = context;
		while (owner.getParent().isPresent() && owner.getParent().get().getTestClass().isPresent()) {
			owner = owner.getParent().get();
		}
		return owner.getStore(NAMESPACE).computeIfAbsent(this, (key) -> start(), Running.class).sandbox();
	}

	private Running start() {
		WebPushVirtualClock clock = new WebPushVirtualClock();
		return new Running(this.setUp.apply(WebPushSandbox.builder().clock(clock)).start(), clock);
	}

	/**
	 * Closed by JUnit when the class is done.
	 */
	private record Running(WebPushSandbox sandbox, WebPushVirtualClock clock) implements AutoCloseable {

		@Override
		public void close() {
			this.sandbox.close();
			this.clock.close();
		}

	}

}
