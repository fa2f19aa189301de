package io.github.insiderwebpush.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * Starts each {@link Variant} many times, in rounds of one start each in an order of
 * chance, so that whatever else the machine has to do meets them all alike. What a
 * variant adds is told by the differences within the rounds. With {@code --instructions}
 * it counts {@link Instructions} instead, which nothing disturbs; they are printed, not
 * judged.
 */
public final class StartupBenchmark {

	private static final double GOAL_PERCENT = 3;

	private StartupBenchmark() {
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		boolean instructions = List.of(arguments).contains("--instructions");
		int rounds = List.of(arguments).contains("--quick") ? 2 : 30;
		Path folder = Files.createTempDirectory("startup");
		Goals goals = new Goals();
		try {
			Map<Variant, Path> generated = new EnumMap<>(Variant.class);
			for (Variant variant : Variant.values()) {
				generated.put(variant, AheadOfTime.process(variant, folder.resolve(variant.name())));
			}
			if (instructions) {
				print("without AOT", count(Map.of()));
				print("with AOT", count(generated));
			}
			else {
				Map<Variant, List<Start>> without = measure(rounds, Map.of());
				Map<Variant, List<Start>> with = measure(rounds, generated);
				print("without AOT", without, goals);
				print("with AOT", with, goals);
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
		goals.printAndExit();
	}

	private static Map<Variant, Double> count(Map<Variant, Path> generated) throws IOException, InterruptedException {
		Map<Variant, Double> counts = new EnumMap<>(Variant.class);
		for (Variant variant : Variant.values()) {
			System.out.println("counting: " + variant.title() + " ...");
			counts.put(variant, Instructions.of(variant, generated.get(variant)));
		}
		return counts;
	}

	private static void print(String mode, Map<Variant, Double> counts) {
		Table table = new Table(mode, "million instructions", "adds", "of the start");
		double plain = count(counts, Variant.PLAIN);
		for (Variant variant : Variant.values()) {
			double added = count(counts, variant) - plain;
			table.row(List.of(variant.title(), text("%.0f", count(counts, variant)), text("%+.0f", added),
					text("%+.1f %%", added / plain * 100)));
		}
		System.out.println(table);
	}

	private static double count(Map<Variant, Double> counts, Variant variant) {
		return Objects.requireNonNull(counts.get(variant), variant.title());
	}

	private static Map<Variant, List<Start>> measure(int rounds, Map<Variant, Path> generated)
			throws IOException, InterruptedException {
		Map<Variant, List<Start>> starts = new EnumMap<>(Variant.class);
		Random random = new Random(7);
		List<Variant> order = new ArrayList<>(Arrays.asList(Variant.values()));
		for (int round = -1; round < rounds; round++) {
			Collections.shuffle(order, random);
			System.out.println((round < 0) ? "warming up ..." : "round " + (round + 1) + " of " + rounds + " "
					+ (generated.isEmpty() ? "without AOT" : "with AOT") + " ...");
			for (Variant variant : order) {
				Start start = Start.of(variant, generated.get(variant));
				// The first round finds cold file caches.
				if (round >= 0) {
					starts.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(start);
				}
			}
		}
		return starts;
	}

	private static void print(String mode, Map<Variant, List<Start>> starts, Goals goals) {
		Table table = new Table(mode + ", " + starts(starts, Variant.PLAIN).size() + " rounds", "ready after", "adds",
				"95 % interval", "of the start", "processor", "adds", "95 % interval", "of it", "classes", "adds");
		double plain = figures(starts, Variant.PLAIN, Start::millis).median();
		double plainProcessor = figures(starts, Variant.PLAIN, Start::processorMillis).median();
		for (Variant variant : Variant.values()) {
			Sample time = added(starts, variant, Variant.PLAIN, Start::millis);
			Sample processor = added(starts, variant, Variant.PLAIN, Start::processorMillis);
			List<String> cells = new ArrayList<>(List.of(variant.title()));
			cells.addAll(cells(figures(starts, variant, Start::millis), time, plain));
			cells.addAll(cells(figures(starts, variant, Start::processorMillis), processor, plainProcessor));
			cells.add(text("%.0f", figures(starts, variant, Start::classes).median()));
			cells.add(text("%+.0f", added(starts, variant, Variant.PLAIN, Start::classes).median()));
			table.row(cells);
		}
		System.out.println(table);
		goals.atMost(mode + ": percent of the start that the starter adds, client not injected",
				added(starts, Variant.UNUSED, Variant.PLAIN, Start::millis).median() / plain * 100, GOAL_PERCENT);
		goals.atMost(mode + ": percent of the start that the starter adds to its libraries, client not injected",
				added(starts, Variant.UNUSED, Variant.LIBRARIES, Start::millis).median() / plain * 100, GOAL_PERCENT);
		goals.atMost(mode + ": percent of the start that its client adds to a bare RestClient",
				added(starts, Variant.INJECTED, Variant.REST_CLIENT, Start::millis).median() / plain * 100,
				GOAL_PERCENT);
	}

	private static List<String> cells(Sample whole, Sample added, double plain) {
		return List.of(text("%.0f ms", whole.median()), text("%+.0f ms", added.median()),
				text("%+.0f to %+.0f", added.low(), added.high()), text("%+.1f %%", added.median() / plain * 100));
	}

	private static Sample added(Map<Variant, List<Start>> starts, Variant variant, Variant to,
			ToDoubleFunction<Start> figure) {
		List<Start> these = starts(starts, variant);
		List<Start> those = starts(starts, to);
		return Sample.of(IntStream.range(0, these.size())
			.mapToObj((round) -> figure.applyAsDouble(these.get(round)) - figure.applyAsDouble(those.get(round)))
			.toList());
	}

	private static Sample figures(Map<Variant, List<Start>> starts, Variant variant, ToDoubleFunction<Start> figure) {
		return Sample.of(starts(starts, variant).stream().map(figure::applyAsDouble).toList());
	}

	private static List<Start> starts(Map<Variant, List<Start>> starts, Variant variant) {
		return Objects.requireNonNull(starts.get(variant), variant.title());
	}

	private static String text(String format, @Nullable Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
