package io.github.insiderwebpush.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sandbox as a process of its own.
 */
@Timeout(60)
class SandboxMainTests {

	private final List<Process> processes = new ArrayList<>();

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void end() throws InterruptedException {
		for (Process process : this.processes) {
			process.destroyForcibly();
			process.waitFor(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void processServesItsAccountsAndItsPage() throws Exception {
		BufferedReader out = start("--port=0", "--account=turkey", "--partner-id=10012345").inputReader();
		String url = out.readLine().replaceFirst("Web push sandbox at (http://127.0.0.1:\\d+), page at .*", "$1");
		assertThat(out.readLine()).isEqualTo("Account default: partner ID 10012345, token sandbox-token");
		String turkey = out.readLine();
		assertThat(turkey).matches("Account turkey: partner ID \\d{9}, token sandbox-token-turkey");
		assertThat(create(url, "sandbox-token", "10012345").statusCode()).isEqualTo(201);
		assertThat(create(url, "sandbox-token-turkey", turkey.replaceAll("\\D+", "")).statusCode()).isEqualTo(201);
		assertThat(get(url + "/")).contains("<title>Web push sandbox</title>");
		assertThat(get(url + "/_sandbox/state")).contains("\"campaigns\":2");
	}

	@Test
	void faultsAndResetAreAvailableOverHttp() throws Exception {
		String url = start("--port=0").inputReader()
			.readLine()
			.replaceFirst("Web push sandbox at (http://127.0.0.1:\\d+), page at .*", "$1");
		assertThat(post(url + "/_sandbox/faults", "{\"operation\":\"CREATE\",\"fault\":\"THROTTLE\"}", "none")
			.statusCode()).isEqualTo(200);
		assertThat(create(url, "sandbox-token", "100000001").statusCode()).isEqualTo(429);
		assertThat(create(url, "sandbox-token", "100000001").statusCode()).isEqualTo(201);
		assertThat(create(url, "sandbox-token", "100000001").statusCode()).isEqualTo(400);
		assertThat(post(url + "/_sandbox/reset", "{}", "none").statusCode()).isEqualTo(200);
		assertThat(create(url, "sandbox-token", "100000001").statusCode()).isEqualTo(201);
	}

	@Test
	void tokenOfTheCallerIsNotPrinted() throws Exception {
		BufferedReader out = start("--port=0", "--token=given-by-the-caller").inputReader();
		out.readLine();
		assertThat(out.readLine()).isEqualTo("Account default: partner ID 100000001, token as given");
	}

	@Test
	void unknownOptionEndsWithTheUsage() throws Exception {
		Process process = start("--prot=80");
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isEqualTo(2);
		assertThat(read(process)).startsWith("Unknown option --prot=80").contains("--port=PORT");
	}

	@Test
	void portInUseEndsWithAMessage() throws Exception {
		try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Process process = start("--port=" + used.getLocalPort());
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(2);
			assertThat(read(process)).startsWith("The sandbox cannot listen on port " + used.getLocalPort());
		}
	}

	@Test
	void contractCheckNeedsItsOwnVariables() throws Exception {
		Process process = start("contract-check");
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isEqualTo(2);
		try (BufferedReader out = process.inputReader()) {
			assertThat(out.lines().toList()).anyMatch((line) -> line.contains("WEBPUSH_CONTRACT_CHECK_TOKEN"));
		}
	}

	private Process start(String... args) throws IOException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(List
			.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), SandboxMain.class.getName()));
		command.addAll(List.of(args));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().put("CLASSPATH", classPath);
		builder.environment().remove("WEBPUSH_CONTRACT_CHECK_TOKEN");
		Process process = builder.start();
		this.processes.add(process);
		return process;
	}

	private static String read(Process process) throws IOException {
		try (BufferedReader err = new BufferedReader(
				new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
			return String.join("\n", err.lines().toList());
		}
	}

	private HttpResponse<String> create(String url, String token, String partnerId) throws Exception {
		return post(url + "/v1/single",
				"{\"partner_id\":\"" + partnerId + "\",\"title\":\"Summer sale\",\"language\":\"en_GB\"}", token);
	}

	private HttpResponse<String> post(String url, String body, String token) throws Exception {
		return this.http.send(HttpRequest.newBuilder(URI.create(url))
			.POST(BodyPublishers.ofString(body))
			.header("Authorization", "Bearer " + token)
			.header("Content-Type", "application/json")
			.build(), BodyHandlers.ofString());
	}

	private String get(String url) throws Exception {
		return this.http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString()).body();
	}

}
