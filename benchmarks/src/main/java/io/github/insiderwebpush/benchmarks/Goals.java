package io.github.insiderwebpush.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * The goals of a measurement. A missed goal ends the process with status 1.
 */
public final class Goals {

	private final Table table = new Table("goal", "measured", "must be", "");

	private boolean missed;

	public void atMost(String what, double measured, double goal) {
		judge(what, measured, "at most " + number(goal), measured <= goal);
	}

	public void atLeast(String what, double measured, double goal) {
		judge(what, measured, "at least " + number(goal), measured >= goal);
	}

	private void judge(String what, double measured, String goal, boolean met) {
		this.missed |= !met;
		this.table.row(List.of(what, number(measured), goal, met ? "met" : "MISSED"));
	}

	/**
	 * Print all goals, and end the process.
	 */
	public void printAndExit() {
		System.out.println(this.table);
		System.out.flush();
		System.exit(this.missed ? 1 : 0);
	}

	private static String number(double value) {
		return (value == Math.rint(value)) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
	}

}
