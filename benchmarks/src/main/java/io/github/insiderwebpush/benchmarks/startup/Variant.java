package io.github.insiderwebpush.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is started: an application and the libraries it has. The class path of the
 * measurement is a folder of classes and one of jars, of which each variant leaves out
 * what it would not have.
 */
enum Variant {

	/** What all are compared with. */
	PLAIN("minimal web application", MinimalApplication.class, true, true),

	/** What a team needs in any case, to call any API. */
	REST_CLIENT("with a bare RestClient, built", RestClientApplication.class, true, false),

	/** The starter is there, and nobody injects its client. */
	UNUSED("with the starter, client not injected", MinimalApplication.class, false, false),

	/** The starter is used. */
	INJECTED("with the starter, client injected", StarterApplication.class, false, false);

	private static final Pattern MEASURING_ONLY = Pattern.compile(
			"(jmh|jopt-simple|commons-math3|bucket4j|guava|failureaccess|listenablefuture|error_prone|j2objc|HdrHistogram).*");

	private static final Pattern OF_THE_STARTER = Pattern.compile("(webpush|resilience4j)-.*");

	private static final Pattern OF_REST_CLIENT = Pattern
		.compile("spring-boot-(starter-)?(restclient|http-client|http-codec)-.*");

	private final String title;

	private final Class<?> application;

	private final boolean withoutStarter;

	private final boolean withoutRestClient;

	Variant(String title, Class<?> application, boolean withoutStarter, boolean withoutRestClient) {
		this.title = title;
		this.application = application;
		this.withoutStarter = withoutStarter;
		this.withoutRestClient = withoutRestClient;
	}

	String title() {
		return this.title;
	}

	String application() {
		return this.application.getName();
	}

	String classPath() throws IOException {
		try (Stream<Path> jars = Files.list(Path.of("benchmarks/target/lib"))) {
			return Stream
				.concat(Stream.of("benchmarks/target/classes"), jars.filter(this::has).map(Path::toString).sorted())
				.collect(Collectors.joining(File.pathSeparator));
		}
	}

	private boolean has(Path jar) {
		String name = jar.getFileName().toString();
		return !MEASURING_ONLY.matcher(name).matches()
				&& !(this.withoutStarter && OF_THE_STARTER.matcher(name).matches())
				&& !(this.withoutRestClient && OF_REST_CLIENT.matcher(name).matches());
	}

	static List<String> settings() {
		return List.of("-Dspring.main.banner-mode=off", "-Dlogging.level.root=warn", "-Dserver.port=0",
				"-Dwebpush.token=not-used", "-Dwebpush.partner-id=not-used");
	}

}
