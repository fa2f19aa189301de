package io.github.insiderwebpush.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a measurement must show. A missed goal ends the process with 1.
 */
public final class Goals {

	private final List<String> lines = new ArrayList<>();

	private boolean missed;

	public void atMost(String what, double measured, double goal) {
		judge(what, measured, "at most", goal, measured <= goal);
	}

	public void atLeast(String what, double measured, double goal) {
		judge(what, measured, "at least", goal, measured >= goal);
	}

	private void judge(String what, double measured, String relation, double goal, boolean met) {
		this.missed |= !met;
		this.lines.add("%-6s  %s: %s, goal: %s %s".formatted(met ? "met" : "MISSED", what, number(measured), relation,
				number(goal)));
	}

	/**
	 * Print all goals, and end the process if one was missed.
	 */
	public void printAndExit() {
		System.out.println("Goals:");
		this.lines.forEach(System.out::println);
		System.out.flush();
		System.exit(this.missed ? 1 : 0);
	}

	private static String number(double value) {
		return (value == Math.rint(value)) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
	}

}
