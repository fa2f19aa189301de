package io.github.insiderwebpush.benchmarks.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.insiderwebpush.client.WebPushObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;

/**
 * Writes into each request's body which call it belongs to and the how many of that call
 * it is. The sandbox keeps bodies as they arrive, so that each of its records can be laid
 * beside the call that caused it.
 */
final class Mark implements ClientHttpRequestInterceptor, ObservationHandler<WebPushObservationContext> {

	private static final Pattern MARK = Pattern.compile("^\\{\"call\":(\\d+),\"attempt\":(\\d+),");

	private final ObservationRegistry registry;

	private final ConcurrentMap<Integer, Ticket> onTheWire = new ConcurrentHashMap<>();

	private final AtomicInteger mostAtOnce = new AtomicInteger();

	/** The call that the current thread makes an attempt of. */
	private static final ThreadLocal<@Nullable Ticket> ATTEMPTING = new ThreadLocal<>();

	private static final ThreadLocal<@Nullable Ticket> STARTING = new ThreadLocal<>();

	private volatile Disturbance disturbance = (ticket) -> {
	};

	Mark(ObservationRegistry registry) {
		this.registry = registry;
		registry.observationConfig().observationHandler(this);
	}

	ObservationRegistry registry() {
		return this.registry;
	}

	/**
	 * Start a call: what the current thread does until it has started belongs to it.
	 */
	void start(Ticket ticket, Runnable call) {
		STARTING.set(ticket);
		try {
			call.run();
		}
		finally {
			STARTING.remove();
		}
	}

	void disturbance(Disturbance newDisturbance) {
		this.disturbance = newDisturbance;
	}

	int mostAtOnce() {
		return this.mostAtOnce.get();
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof WebPushObservationContext;
	}

	@Override
	public void onStart(WebPushObservationContext context) {
		Ticket ticket = STARTING.get();
		if (ticket != null) {
			context.put(Ticket.class, ticket);
		}
	}

	@Override
	public void onScopeOpened(WebPushObservationContext context) {
		ATTEMPTING.set(context.get(Ticket.class));
	}

	@Override
	public void onScopeClosed(WebPushObservationContext context) {
		ATTEMPTING.remove();
	}

	@Override
	public void onStop(WebPushObservationContext context) {
		Ticket ticket = context.get(Ticket.class);
		if (ticket != null) {
			ticket.observedEnd();
		}
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		Ticket ticket = ATTEMPTING.get();
		Assert.state(ticket != null, "A request that belongs to no call");
		int attempt = ticket.sends();
		String mark = "{\"call\":" + ticket.number() + ",\"attempt\":" + attempt + ",";
		byte[] marked = (mark + new String(body, StandardCharsets.UTF_8).substring(1)).getBytes(StandardCharsets.UTF_8);
		request.getHeaders().setContentLength(marked.length);
		this.onTheWire.put(ticket.number(), ticket);
		this.mostAtOnce.accumulateAndGet(this.onTheWire.size(), Math::max);
		try {
			this.disturbance.requestGoesOut(ticket);
			return execution.execute(request, marked);
		}
		finally {
			this.onTheWire.remove(ticket.number());
		}
	}

	/**
	 * Read the mark of a request.
	 * @param body the body as it arrived
	 * @return the number of the call and that of the attempt
	 */
	static Sent read(String body) {
		Matcher matcher = MARK.matcher(body);
		if (!matcher.find()) {
			throw new IllegalStateException("A request without a mark: " + body);
		}
		return new Sent(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
	}

	/**
	 * Which request it is.
	 *
	 * @param call the number of the call
	 * @param attempt the how many of the call, from 1
	 */
	record Sent(int call, int attempt) {
	}

	/**
	 * Told when a request goes out, to interfere.
	 */
	@FunctionalInterface
	interface Disturbance {

		void requestGoesOut(Ticket ticket);

	}

}
