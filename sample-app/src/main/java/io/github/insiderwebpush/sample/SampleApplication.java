package io.github.insiderwebpush.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Creates campaigns over HTTP and from a page, on this machine only. See
 * {@link CampaignController} for what a service does with the starter, and
 * {@link SandboxConfiguration} for whom it talks to.
 */
@SpringBootApplication
public class SampleApplication {

	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
