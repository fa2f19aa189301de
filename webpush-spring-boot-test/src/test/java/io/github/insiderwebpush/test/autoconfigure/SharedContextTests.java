package io.github.insiderwebpush.test.autoconfigure;

import java.util.HashSet;
import java.util.Set;

import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

class SharedContextTests {

	private static final Set<WebPushSandbox> seen = new HashSet<>();

	@SpringBootTest(classes = Application.class)
	@AutoConfigureWebPushSandbox
	abstract static class InAContext {

		@Autowired
		private WebPushSandbox sandbox;

		@Test
		void classesShareOneSandbox() {
			seen.add(this.sandbox);
			assertThat(seen).hasSize(1);
		}

	}

	@Nested
	class OneClass extends InAContext {

	}

	@Nested
	class AnotherClass extends InAContext {

	}

	@SpringBootConfiguration
	static class Application {

	}

}
