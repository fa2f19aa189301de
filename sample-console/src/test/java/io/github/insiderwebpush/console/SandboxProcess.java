package io.github.insiderwebpush.console;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sandbox in another process.
 */
final class SandboxProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader out;

	private final BufferedWriter in;

	private final String url;

	SandboxProcess(int budget, Duration period, Duration delay) throws IOException {
		this.process = new ProcessBuilder(Processes.java(), "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp",
				Processes.classPath(), SandboxMain.class.getName(), Integer.toString(budget), period.toString(),
				delay.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.out = this.process.inputReader();
		this.in = this.process.outputWriter();
		this.url = read("URL ");
	}

	private String read(String prefix) throws IOException {
		for (String line = this.out.readLine(); line != null; line = this.out.readLine()) {
			if (line.startsWith(prefix)) {
				return line.substring(prefix.length());
			}
		}
		throw new IllegalStateException("The sandbox ended");
	}

	/**
	 * What a console is started with to talk to this sandbox.
	 */
	List<String> arguments() {
		return List.of("--webpush.token=" + SandboxMain.TOKEN, "--webpush.partner-id=" + SandboxMain.PARTNER_ID,
				"--webpush.base-url=" + this.url);
	}

	Report report() {
		try {
			this.in.write("report\n");
			this.in.flush();
			List<String> titles = new ArrayList<>();
			List<Long> launches = new ArrayList<>();
			List<Create> creates = new ArrayList<>();
			Map<String, Instant> arrivals = new HashMap<>();
			Map<String, String> ids = new HashMap<>();
			for (String line = this.out.readLine(); !"END".equals(line); line = this.out.readLine()) {
				if (line == null) {
					throw new IllegalStateException("The sandbox ended");
				}
				if (line.startsWith("TITLE ")) {
					titles.add(line.substring("TITLE ".length()));
				}
				else if (line.startsWith("LAUNCH ")) {
					launches.add(Long.parseLong(line.substring("LAUNCH ".length())));
				}
				else if (line.startsWith("ARRIVAL ")) {
					String[] parts = line.split(" ");
					arrivals.put(parts[2], Instant.parse(parts[1]));
				}
				else if (line.startsWith("ID ")) {
					String[] parts = line.split(" ", 3);
					ids.put(parts[1], parts[2]);
				}
				else if (line.startsWith("CREATE ")) {
					String[] parts = line.split(" ");
					creates.add(new Create(Long.parseLong(parts[1]), Boolean.parseBoolean(parts[2]),
							Boolean.parseBoolean(parts[3])));
				}
			}
			arrivals.keySet().retainAll(ids.keySet());
			Map<String, Instant> arrivalsByTitle = new HashMap<>();
			arrivals.forEach((id, arrival) -> arrivalsByTitle.put(ids.get(id), arrival));
			return new Report(titles, launches, creates, arrivalsByTitle);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * What the sandbox has seen.
	 *
	 * @param titles the campaigns that exist
	 * @param launches the campaigns that were launched, once for each launch
	 * @param creates the requests to create a campaign
	 * @param launchArrivals when the last request to launch a campaign arrived, by title
	 */
	record Report(List<String> titles, List<Long> launches, List<Create> creates, Map<String, Instant> launchArrivals) {
	}

	/**
	 * A request to create a campaign, by the time of its arrival.
	 */
	record Create(long arrivalNanos, boolean accepted, boolean overBudget) {
	}

}
