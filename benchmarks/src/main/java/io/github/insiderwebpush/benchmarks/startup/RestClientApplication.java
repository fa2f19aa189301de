package io.github.insiderwebpush.benchmarks.startup;

import java.net.http.HttpClient;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * The same with a bare client of the same kind as the starter's.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RestClientApplication {

	public static void main(String[] arguments) {
		MinimalApplication.run(RestClientApplication.class, arguments);
	}

	@Bean
	RestClient restClient(RestClient.Builder builder) {
		return builder.requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient())).build();
	}

}
