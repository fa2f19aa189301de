package io.github.insiderwebpush.test;

import io.github.insiderwebpush.WebPushOperation.Budget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class SetUpSandboxExtensionTests {

	@RegisterExtension
	static final WebPushSandboxExtension extension = WebPushSandboxExtension
		.with((builder) -> builder.budget(Budget.CREATE, 1).partnerId("10012345"));

	private final WebPushSandbox sandbox;

	SetUpSandboxExtensionTests(WebPushSandbox sandbox) {
		this.sandbox = sandbox;
	}

	@Test
	void sandboxIsSetUpAsTheTestSays() {
		ApiClient client = new ApiClient(this.sandbox);
		assertThat(this.sandbox.partnerId()).isEqualTo("10012345");
		assertThat(client.create("a").status()).isEqualTo(201);
		assertThat(client.create("b").status()).isEqualTo(429);
	}

}
