package io.github.insiderwebpush.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An authority and what it signed, made by the JDK's own {@code keytool} when a test
 * needs it: no private key is kept, and none expires in the middle of a year.
 */
public final class Certificates {

	public static final String PASSWORD = "changeit";

	private static final char[] CHARS = PASSWORD.toCharArray();

	private final Path folder;

	private final KeyStore all;

	/**
	 * Make an authority.
	 * @param folder where files are kept
	 */
	public Certificates(Path folder) throws IOException, GeneralSecurityException {
		this.folder = folder;
		keytool("authority", "-dname", "CN=" + UUID.randomUUID(), "-ext", "bc:c", "-validity", "1");
		this.all = load();
	}

	/**
	 * Return a store with the authority's certificate alone: what trusts it.
	 */
	public Path trust() throws IOException, GeneralSecurityException {
		KeyStore trust = empty();
		trust.setCertificateEntry("authority", this.all.getCertificate("authority"));
		return save(trust, "trust.p12");
	}

	/**
	 * Make a certificate and return a store with it and its key.
	 * @param name its name
	 * @param host the host for which it stands, as keytool writes it: {@code dns:} or
	 * {@code ip:}
	 */
	public Path signed(String name, String host) throws IOException, GeneralSecurityException {
		return signed(name, host, "-validity", "1");
	}

	/**
	 * Make a certificate that was valid, until a week ago.
	 */
	public Path expired(String name, String host) throws IOException, GeneralSecurityException {
		return signed(name, host, "-startdate", "-10d", "-validity", "3");
	}

	private Path signed(String name, String host, String... validity) throws IOException, GeneralSecurityException {
		List<String> options = new ArrayList<>(
				List.of("-dname", "CN=" + name, "-signer", "authority", "-ext", "san=" + host));
		options.addAll(List.of(validity));
		keytool(name, options.toArray(new String[0]));
		KeyStore one = empty();
		KeyStore made = load();
		one.setKeyEntry(name, made.getKey(name, CHARS), CHARS, made.getCertificateChain(name));
		return save(one, name + ".p12");
	}

	private void keytool(String alias, String... options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						alias, "-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12", "-keystore",
						file("all.p12").toString(), "-storepass", PASSWORD));
		command.addAll(List.of(options));
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(keytool.onExit().join().exitValue()).as(said).isZero();
	}

	private KeyStore load() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file("all.p12"))) {
			store.load(in, CHARS);
		}
		return store;
	}

	private static KeyStore empty() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	private Path save(KeyStore store, String name) throws IOException, GeneralSecurityException {
		try (OutputStream out = Files.newOutputStream(file(name))) {
			store.store(out, CHARS);
		}
		return file(name);
	}

	private Path file(String name) {
		return this.folder.resolve(name);
	}

}
