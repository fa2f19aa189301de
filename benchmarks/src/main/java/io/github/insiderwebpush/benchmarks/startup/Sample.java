package io.github.insiderwebpush.benchmarks.startup;

import java.util.List;

/**
 * Figures of one kind, in order of size, with the median and its interval.
 */
record Sample(List<Double> sorted) {

	/** Of a normal distribution, for an interval that covers 95 %. */
	private static final double Z = 1.96;

	static Sample of(List<Double> figures) {
		return new Sample(figures.stream().sorted().toList());
	}

	double median() {
		int size = this.sorted.size();
		return (this.sorted.get((size - 1) / 2) + this.sorted.get(size / 2)) / 2;
	}

	/**
	 * Return the lower end of the 95 % interval of the median, by order statistics:
	 * nothing is assumed of how the figures are distributed.
	 */
	double low() {
		return this.sorted.get(rank());
	}

	double high() {
		return this.sorted.get(this.sorted.size() - 1 - rank());
	}

	private int rank() {
		int size = this.sorted.size();
		return Math.max(0, (int) Math.floor((size - Z * Math.sqrt(size)) / 2) - 1);
	}

}
