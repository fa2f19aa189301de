package io.github.insiderwebpush.test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

/**
 * The scripted faults of each operation: those for the next requests in order, then the
 * one that lasts.
 */
final class FaultScript {

	private final Map<WebPushOperation, Deque<Fault>> next = new EnumMap<>(WebPushOperation.class);

	private final Map<WebPushOperation, Fault> every = new EnumMap<>(WebPushOperation.class);

	synchronized void addNext(WebPushOperation operation, Fault fault) {
		this.next.computeIfAbsent(operation, (key) -> new ArrayDeque<>()).add(fault);
	}

	synchronized void setEvery(WebPushOperation operation, Fault fault) {
		this.every.put(operation, fault);
	}

	synchronized @Nullable Fault peek(WebPushOperation operation) {
		Deque<Fault> faults = this.next.get(operation);
		return (faults != null && !faults.isEmpty()) ? faults.getFirst() : this.every.get(operation);
	}

	/**
	 * Remove the fault that {@link #peek} returned, unless it lasts.
	 */
	synchronized void used(WebPushOperation operation, Fault fault) {
		Deque<Fault> faults = this.next.get(operation);
		if (faults != null) {
			faults.removeFirstOccurrence(fault);
		}
	}

	synchronized List<String> describe() {
		List<String> lines = new ArrayList<>();
		this.next.forEach(
				(operation, faults) -> faults.forEach((fault) -> lines.add("next " + operation + ": " + fault.name())));
		this.every.forEach((operation, fault) -> lines.add("every " + operation + ": " + fault.name()));
		return lines;
	}

	synchronized void clear() {
		this.next.clear();
		this.every.clear();
	}

}
