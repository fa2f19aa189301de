package io.github.insiderwebpush.test;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * An account that the sandbox serves.
 *
 * @param name the account's name in {@code webpush.accounts}, or {@code default}
 * @param token the API key that belongs to it
 * @param partnerId the partner ID that belongs to it
 */
record SandboxAccount(String name, String token, String partnerId) {

	static final String DEFAULT = "default";

	/**
	 * Return a further account, whose token and partner ID follow from its name.
	 */
	static SandboxAccount named(String name) {
		CRC32 checksum = new CRC32();
		checksum.update(name.getBytes(StandardCharsets.UTF_8));
		return new SandboxAccount(name, "sandbox-token-" + name,
				String.format(Locale.ROOT, "2%08d", checksum.getValue() % 100_000_000));
	}

	@Override
	public String toString() {
		return "SandboxAccount[" + this.name + "]";
	}

}
