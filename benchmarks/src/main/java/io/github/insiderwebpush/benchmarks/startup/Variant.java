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
 * An application and its libraries. The class path of the measurement is a folder of
 * classes and one of jars, of which each variant leaves out what it would not have.
 */
enum Variant {

	/** The start that all others are compared with. */
	PLAIN("minimal web application", MinimalApplication.class, Jars.OF_THE_STARTER, Jars.FROM_ELSEWHERE,
			Jars.OF_REST_CLIENT),

	/** The libraries of the starter, unused. */
	LIBRARIES("with the starter's libraries, without the starter", MinimalApplication.class, Jars.OF_THE_STARTER),

	/** The starter, unused. */
	UNUSED("with the starter, client not injected", MinimalApplication.class),

	/** The client that an application needs to call any API. */
	REST_CLIENT("with a bare RestClient, built", RestClientApplication.class, Jars.OF_THE_STARTER, Jars.FROM_ELSEWHERE),

	/** The starter, used. */
	INJECTED("with the starter, client injected", StarterApplication.class);

	private final String title;

	private final Class<?> application;

	private final Pattern without;

	Variant(String title, Class<?> application, Jars... without) {
		this.title = title;
		this.application = application;
		this.without = Pattern.compile(Stream.concat(Stream.of(Jars.OF_OTHER_MEASUREMENTS), Stream.of(without))
			.map((jars) -> jars.names)
			.collect(Collectors.joining("|")));
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
		return !this.without.matcher(name).matches();
	}

	static List<String> settings() {
		return List.of("-Dspring.main.banner-mode=off", "-Dlogging.level.root=warn", "-Dserver.port=0",
				"-Dwebpush.token=not-used", "-Dwebpush.partner-id=not-used");
	}

	/** Jars that not all variants have. */
	private enum Jars {

		/** Jars of other measurements. */
		OF_OTHER_MEASUREMENTS("bucket4j", "guava", "failureaccess", "listenablefuture", "error_prone", "j2objc",
				"HdrHistogram", "wiremock", "webpush-spring-boot-test", "embedded-redis", "lettuce", "netty", "reactor",
				"reactive-streams", "redis-authx", "aspectjweaver", "spring-boot-starter-aspectj",
				"resilience4j-(?!core|ratelimiter)", "spring-data", "spring-boot-data", "spring-boot-starter-data",
				"spring-boot-netty", "spring-boot-persistence", "spring-boot-transaction", "spring-context-support",
				"spring-messaging", "spring-oxm", "spring-tx", "jakarta.xml.bind", "jakarta.activation",
				"micrometer-core"),

		OF_THE_STARTER("webpush-"),

		FROM_ELSEWHERE("resilience4j-"),

		/** Jars of Spring Boot's starter for a RestClient. */
		OF_REST_CLIENT("spring-boot-(starter-)?(restclient|http-client|http-codec)-");

		private final String names;

		Jars(String... beginnings) {
			this.names = "(" + String.join("|", beginnings) + ").*";
		}

	}

}
