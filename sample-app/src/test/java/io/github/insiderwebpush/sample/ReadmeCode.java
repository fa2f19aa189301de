package io.github.insiderwebpush.sample;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java of a page in Markdown. A block is one of three things: whole classes, which
 * stand as they are; members of a class, such as a method with {@code @Bean}, which are
 * put into one; or statements, which are put into a method. All blocks of a page share
 * one package, so that one can use the class of another. Imports come from here.
 */
final class ReadmeCode {

	static final String PACKAGE = "readme";

	/** A comment above a block says why it cannot be compiled here. */
	private static final Pattern BLOCK = Pattern
		.compile("(?ms)^(<!-- not compiled: [^\\n]*-->\\n)?```java\\n(.*?)^```");

	private static final Pattern WHOLE_CLASS = Pattern
		.compile("(?m)^(?:public |final |abstract )*(?:class|interface|record|enum) (\\w+)");

	private static final Pattern MEMBER = Pattern.compile("(?m)^(@Bean|@RegisterExtension)");

	/** Classes of the reader's application that the pages mention. */
	private static final Map<String, String> OF_THE_READER = Map.of("Vault",
			"interface Vault { String read(String path); }", "SampleApplication",
			"class SampleApplication { static void main(String[] args) { } }", "AuditLog",
			"interface AuditLog { void add(String entry); }", "AuditedOperations", """
					record AuditedOperations(WebPushOperations webPush, AuditLog log) implements WebPushOperations {
						public CreatedCampaign createCampaign(CreateCampaign campaign) {
							return this.webPush.createCampaign(campaign);
						}
						public LaunchedCampaign launchCampaign(CampaignId id, PushMessage message) {
							this.log.add("launch " + id);
							return this.webPush.launchCampaign(id, message);
						}
						public void deleteCampaign(CampaignId id) {
							this.webPush.deleteCampaign(id);
						}
						public TopMetrics topMetrics(DateRange range) {
							return this.webPush.topMetrics(range);
						}
						public OverallMetricsPage overallMetrics(DateRange range, int page, int perPage) {
							return this.webPush.overallMetrics(range, page, perPage);
						}
						public java.util.stream.Stream<CampaignMetricsRow> streamOverallMetrics(DateRange range) {
							return this.webPush.streamOverallMetrics(range);
						}
						public CampaignMetrics campaignMetrics(BuilderId id, DateRange range) {
							return this.webPush.campaignMetrics(id, range);
						}
					}
					""", "Row", "record Row(String title) { }", "CampaignRows", """
					interface CampaignRows {
						List<Row> withoutCampaign();
						void setCampaign(Row row, CampaignId id);
						void markUnclear(Row row, @Nullable Throwable failure);
					}
					""", "CampaignClient", """
					record CampaignClient(URI url, String token, String partnerId) {
						void create(String title) {
						}
					}
					""");

	private static final String IMPORTS = """
			package %s;
			import io.github.insiderwebpush.*;
			import io.github.insiderwebpush.autoconfigure.*;
			import io.github.insiderwebpush.bulk.*;
			import io.github.insiderwebpush.campaign.*;
			import io.github.insiderwebpush.client.*;
			import io.github.insiderwebpush.statistics.*;
			import io.github.insiderwebpush.test.*;
			import io.github.insiderwebpush.test.autoconfigure.*;
			import io.github.resilience4j.ratelimiter.*;
			import java.net.URI;
			import java.time.*;
			import java.util.*;
			import java.util.concurrent.*;
			import io.github.insiderwebpush.WebPushOperation.Budget;
			import org.apache.commons.logging.*;
			import org.jspecify.annotations.Nullable;
			import org.junit.jupiter.api.Test;
			import org.junit.jupiter.api.extension.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.devtools.restart.RestartScope;
			import org.springframework.boot.test.context.*;
			import org.springframework.context.annotation.*;
			import org.springframework.scheduling.annotation.Scheduled;
			import org.springframework.stereotype.*;
			import org.springframework.web.client.RestClient;
			import static io.github.insiderwebpush.WebPushOperation.*;
			import static org.assertj.core.api.Assertions.assertThat;
			import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
			import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
			""".formatted(PACKAGE);

	private ReadmeCode() {
	}

	static List<String> blocksOf(String markdown) {
		return BLOCK.matcher(markdown)
			.results()
			.filter((block) -> block.group(1) == null)
			.map((block) -> block.group(2))
			.toList();
	}

	/**
	 * Compile blocks.
	 * @return errors and warnings, each with its line
	 */
	static List<String> compile(List<String> blocks, Path classes) {
		List<Source> sources = new ArrayList<>();
		OF_THE_READER.forEach((name, text) -> sources.add(new Source(name, IMPORTS + text)));
		for (int i = 0; i < blocks.size(); i++) {
			sources.add(source("Block" + i, blocks.get(i)));
		}
		DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		compiler
			.getTask(null, null, found,
					List.of("-d", classes.toString(), "-proc:none", "-Xlint:all,-processing,-classfile,-options,-path",
							"--release", "17", "-cp",
							System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
					null, sources)
			.call();
		return found.getDiagnostics().stream().map(ReadmeCode::readable).toList();
	}

	private static Source source(String name, String block) {
		Matcher wholeClass = WHOLE_CLASS.matcher(block);
		if (wholeClass.find()) {
			return new Source(wholeClass.group(1), IMPORTS + block);
		}
		if (MEMBER.matcher(block).find()) {
			return new Source(name, IMPORTS + "@Configuration class " + name + " {\n" + block + "}");
		}
		return new Source(name, IMPORTS + "class " + name + """
				 {
					WebPushBulk bulk;
					WebPushSandbox sandbox;
					CampaignId id;
					List<CampaignId> ids;
					PushMessage message;
					void run(WebPushOperations webPush, CreateCampaign draft) throws Exception {
				""" + block.replace("…", "") + "} }");
	}

	private static String readable(Diagnostic<? extends JavaFileObject> diagnostic) {
		String line = "";
		if (diagnostic.getSource() instanceof Source source) {
			line = source.text.lines().skip(Math.max(0, diagnostic.getLineNumber() - 1)).findFirst().orElse("");
		}
		return diagnostic.getMessage(Locale.ENGLISH) + " in: " + line.strip();
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String name, String text) {
			super(URI.create("string:///" + PACKAGE + "/" + name + ".java"), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
