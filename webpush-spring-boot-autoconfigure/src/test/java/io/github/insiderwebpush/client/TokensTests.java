package io.github.insiderwebpush.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TokensTests {

	@Test
	void tokenOfVisibleCharactersIsTakenAsItIs() {
		String all = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~";
		assertThat(Tokens.checked(all)).isEqualTo(all);
	}

	@ParameterizedTest
	@ValueSource(strings = { "to ken", "token\n", "to\u007fken", "t\u00f6ken", "\ttoken" })
	void tokenThatAHeaderCannotHoldIsRefusedAndNotShown(String token) {
		assertThatIllegalStateException().isThrownBy(() -> Tokens.checked(token))
			.withMessageStartingWith("The token has a character that cannot be in an HTTP header")
			.withMessageNotContaining(token);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n" })
	void emptyTokenIsRefused(String token) {
		assertThatIllegalStateException().isThrownBy(() -> Tokens.checked(token)).withMessage("The token is empty");
	}

}
