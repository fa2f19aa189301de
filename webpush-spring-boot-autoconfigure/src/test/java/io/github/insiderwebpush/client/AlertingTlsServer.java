package io.github.insiderwebpush.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;

import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/**
 * A server that reads a request over TLS and then, instead of a response, sends a fatal
 * alert of the handshake.
 */
final class AlertingTlsServer {

	private final JcaTlsCrypto crypto = new JcaTlsCryptoProvider().create(new SecureRandom());

	private final PrivateKey key;

	private final java.security.cert.Certificate certificate;

	AlertingTlsServer(Path keyStore) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		char[] password = Certificates.PASSWORD.toCharArray();
		store.load(Files.newInputStream(keyStore), password);
		String alias = store.aliases().nextElement();
		this.key = (PrivateKey) store.getKey(alias, password);
		this.certificate = store.getCertificate(alias);
	}

	/**
	 * Read a request to its end, then send an alert.
	 */
	void serve(RawServer.Connection connection, ProtocolVersion version, short alert) throws IOException {
		AlertingProtocol protocol = new AlertingProtocol(connection);
		protocol.accept(new Server(version));
		connection.readRequest(protocol.getInputStream());
		protocol.fail(alert);
	}

	private static final class AlertingProtocol extends TlsServerProtocol {

		AlertingProtocol(RawServer.Connection connection) throws IOException {
			super(connection.socket().getInputStream(), connection.socket().getOutputStream());
		}

		void fail(short alert) throws IOException {
			raiseAlertFatal(alert, "As the test says", null);
		}

	}

	private final class Server extends DefaultTlsServer {

		private final ProtocolVersion version;

		Server(ProtocolVersion version) {
			super(AlertingTlsServer.this.crypto);
			this.version = version;
		}

		@Override
		protected ProtocolVersion[] getSupportedVersions() {
			return this.version.only();
		}

		@Override
		public TlsCredentials getCredentials() throws IOException {
			byte[] encoded;
			try {
				encoded = AlertingTlsServer.this.certificate.getEncoded();
			}
			catch (GeneralSecurityException ex) {
				throw new IOException(ex);
			}
			JcaTlsCrypto own = AlertingTlsServer.this.crypto;
			boolean tls13 = this.version.equals(ProtocolVersion.TLSv13);
			Certificate chain = tls13
					? new Certificate(TlsUtils.EMPTY_BYTES,
							new CertificateEntry[] { new CertificateEntry(own.createCertificate(encoded), null) })
					: new Certificate(
							new org.bouncycastle.tls.crypto.TlsCertificate[] { own.createCertificate(encoded) });
			return new JcaDefaultTlsCredentialedSigner(new TlsCryptoParameters(this.context), own,
					AlertingTlsServer.this.key, chain,
					SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
		}

	}

}
