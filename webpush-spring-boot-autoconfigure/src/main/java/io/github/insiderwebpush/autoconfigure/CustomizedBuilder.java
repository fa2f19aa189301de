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
 * A {@link RestClient.Builder} as customizers see it: everything applies but a request
 * factory, which could follow a redirect with the token or repeat a launch. Only those of
 * Spring's test support, which send nothing, are noted.
 */
final class CustomizedBuilder implements InvocationHandler {

	private static final Log logger = LogFactory.getLog(CustomizedBuilder.class);

	private final RestClient.Builder builder;

	private final RestClient.Builder proxy;

	private @Nullable ClientHttpRequestFactory mock;

	CustomizedBuilder(RestClient.Builder builder) {
		this.builder = builder;
		this.proxy = (RestClient.Builder) Proxy.newProxyInstance(RestClient.Builder.class.getClassLoader(),
				new Class<?>[] { RestClient.Builder.class }, this);
	}

	RestClient.Builder proxy() {
		return this.proxy;
	}

	/**
	 * Return the request factory of Spring's test support, {@code null} if none was set.
	 */
	@Nullable ClientHttpRequestFactory mock() {
		return this.mock;
	}

	@Override
	@SuppressWarnings("unchecked")
	public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (arguments != null && arguments[0] instanceof ClientHttpRequestFactory factory) {
			if (factory.getClass().getName().startsWith("org.springframework.test.")) {
				this.mock = factory;
			}
			else {
				logger.info("The web push client does not use the request factory " + factory.getClass().getName()
						+ " that a customizer sets: it keeps its own, which sends each request once");
			}
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
