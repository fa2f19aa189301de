package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What must be on the class path is checked when the application starts.
 */
class PrerequisitesTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void missingJacksonIsSaidAtTheStart() {
		this.vendor.application()
			.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean(WebPushTemplate.class))
				.havingRootCause()
				.isInstanceOf(InvalidWebPushConfigurationException.class)
				.withMessageContaining("Jackson 3")
				.withMessageContaining("is not on the class path"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "headers", "all", "requests,headers", "errors,all" })
	void loggingOfTheHttpClientThatWouldPrintTheTokenIsRefused(String value) {
		System.setProperty("jdk.httpclient.HttpClient.log", value);
		try {
			this.vendor.application()
				.run((context) -> assertThatException().isThrownBy(() -> context.getBean(WebPushTemplate.class))
					.havingRootCause()
					.isInstanceOf(InvalidWebPushConfigurationException.class)
					.withMessageContaining("'jdk.httpclient.HttpClient.log' is '" + value + "'"));
		}
		finally {
			System.clearProperty("jdk.httpclient.HttpClient.log");
		}
	}

}
