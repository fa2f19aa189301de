package io.github.insiderwebpush.test.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.insiderwebpush.client.WebPushObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * Writes the number of the call and of the attempt into the body of each request. The
 * sandbox records bodies as they arrive, so that each record can be compared with the
 * call that caused it.
 */
final class CallTracker implements ObservationHandler<WebPushObservationContext> {

	private static final Pattern MARK = Pattern.compile("^\\{\"call\":(\\d+),\"attempt\":(\\d+),");

	/** The call that the current thread starts. */
	private static final ThreadLocal<@Nullable TrackedCall> STARTING = new ThreadLocal<>();

	/** The call whose latest attempt the current thread made. */
	private static final ThreadLocal<@Nullable TrackedCall> ATTEMPTING = new ThreadLocal<>();

	private final ClientFaults faults;

	private final Consumer<TrackedCall> onRequest;

	/**
	 * Create a tracker.
	 * @param faults fail in between, as interceptors and handlers of an application may
	 * @param onRequest called before a request goes out
	 */
	CallTracker(ClientFaults faults, Consumer<TrackedCall> onRequest) {
		this.faults = faults;
		this.onRequest = onRequest;
	}

	/**
	 * Start a call: the operation that the current thread starts next belongs to it.
	 */
	void starts(TrackedCall call) {
		STARTING.set(call);
	}

	static @Nullable TrackedCall attempting() {
		return ATTEMPTING.get();
	}

	void customize(RestClient.Builder builder) {
		builder.requestInterceptor(this::countAttempt)
			.requestInterceptor(this.faults::intercept)
			.requestInterceptor(this::mark);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof WebPushObservationContext;
	}

	/**
	 * The one callback that never fails: by it a call is recognized.
	 */
	@Override
	public void onStart(WebPushObservationContext context) {
		TrackedCall call = STARTING.get();
		STARTING.remove();
		if (call != null) {
			context.put(TrackedCall.class, call);
		}
	}

	@Override
	public void onScopeOpened(WebPushObservationContext context) {
		ATTEMPTING.set(context.get(TrackedCall.class));
		this.faults.observe();
	}

	@Override
	public void onScopeClosed(WebPushObservationContext context) {
		this.faults.observe();
	}

	@Override
	public void onEvent(Observation.Event event, WebPushObservationContext context) {
		this.faults.observe();
	}

	@Override
	public void onError(WebPushObservationContext context) {
		this.faults.observe();
	}

	@Override
	public void onStop(WebPushObservationContext context) {
		this.faults.observe();
	}

	private ClientHttpResponse countAttempt(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		call().attemptStarts();
		return execution.execute(request, body);
	}

	private ClientHttpResponse mark(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		TrackedCall call = call();
		String mark = "{\"call\":" + call.number() + ",\"attempt\":" + call.attempts() + ",";
		byte[] marked = (mark + new String(body, StandardCharsets.UTF_8).substring(1)).getBytes(StandardCharsets.UTF_8);
		request.getHeaders().setContentLength(marked.length);
		this.onRequest.accept(call);
		return execution.execute(request, marked);
	}

	private static TrackedCall call() {
		TrackedCall call = ATTEMPTING.get();
		Assert.state(call != null, "A request that belongs to no call");
		return call;
	}

	/**
	 * Read the mark of a request.
	 */
	static Mark read(String body) {
		Matcher matcher = MARK.matcher(body);
		Assert.state(matcher.find(), () -> "A request without a mark: " + body);
		return new Mark(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
	}

	/**
	 * Identifies a request.
	 *
	 * @param call the number of the call
	 * @param attempt the number of its attempt, from 1
	 */
	record Mark(int call, int attempt) {
	}

}
