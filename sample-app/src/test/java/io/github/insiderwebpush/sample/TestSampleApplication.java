package io.github.insiderwebpush.sample;

import io.github.insiderwebpush.test.WebPushSandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.devtools.restart.RestartScope;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Runs the sample on a sandbox at development time:
 * {@code mvn -pl sample-app -am spring-boot:test-run}. Devtools restarts it when its
 * classes change; the sandbox keeps running with its campaigns.
 */
public class TestSampleApplication {

	public static void main(String[] args) {
		SpringApplication.from(SampleApplication::main).with(DevelopmentSandbox.class).run(args);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class DevelopmentSandbox {

		@Bean
		@RestartScope
		WebPushSandbox sandbox() {
			return WebPushSandbox.start();
		}

	}

}
