package io.github.insiderwebpush.autoconfigure;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * A {@link RestClient.Builder} as the application's customizers see it: all that they do
 * applies, but the request factory stays ours. Another may follow a redirect with the
 * token or repeat a launch. Only the mock servers of Spring's test support, which send
 * nothing, may take its place.
 */
final class CustomizedBuilder implements InvocationHandler {

	private static final Log logger = LogFactory.getLog(CustomizedBuilder.class);

	private final RestClient.Builder builder;

	private CustomizedBuilder(RestClient.Builder builder) {
		this.builder = builder;
	}

	static RestClient.Builder of(RestClient.Builder builder) {
		return (RestClient.Builder) Proxy.newProxyInstance(RestClient.Builder.class.getClassLoader(),
				new Class<?>[] { RestClient.Builder.class }, new CustomizedBuilder(builder));
	}

	@Override
	@SuppressWarnings("unchecked")
	public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (arguments != null && arguments[0] instanceof ClientHttpRequestFactory factory && !sendsNothing(factory)) {
			logger.info("The web push client keeps its own request factory: a RestClientCustomizer of the application "
					+ "sets " + factory.getClass().getName()
					+ ", which a WebPushRestClientCustomizer could set for this client");
			return proxy;
		}
		if (arguments != null && method.getName().equals("apply")) {
			((Consumer<RestClient.Builder>) arguments[0]).accept((RestClient.Builder) proxy);
			return proxy;
		}
		try {
			Object result = method.invoke(this.builder, arguments);
			return (result == this.builder) ? proxy : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static boolean sendsNothing(ClientHttpRequestFactory factory) {
		return factory.getClass().getName().startsWith("org.springframework.test.");
	}

	/**
	 * Lets a native image make the proxy.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.proxies().registerJdkProxy(RestClient.Builder.class);
		}

	}

}
