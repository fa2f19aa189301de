package io.github.insiderwebpush.benchmarks.startup;

import io.github.insiderwebpush.WebPushOperations;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The same with a service that has the starter's client injected.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StarterApplication {

	public static void main(String[] arguments) {
		MinimalApplication.run(StarterApplication.class, arguments);
	}

	@Bean
	Service service(WebPushOperations webPush) {
		return new Service(webPush);
	}

	record Service(WebPushOperations webPush) {
	}

}
