package io.github.insiderwebpush.console.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Uploaded files that are not queued yet, in the database: any instance can show the
 * preview, and a restart loses nothing.
 */
@Repository
class UploadStore {

	private static final int PART = 500_000;

	private static final int DAYS_KEPT = 1;

	private final JdbcClient jdbc;

	UploadStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Store a file.
	 * @return its one-time token
	 */
	@Transactional
	String add(String name, InputStream content) throws IOException {
		OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
		this.jdbc.sql("delete from upload where uploaded_at < ?").param(now.minusDays(DAYS_KEPT)).update();
		String token = UUID.randomUUID().toString();
		this.jdbc.sql("insert into upload (token, name, uploaded_at) values (?, ?, ?)")
			.params(token, name, now)
			.update();
		int part = 0;
		for (byte[] bytes = content.readNBytes(PART); bytes.length > 0; bytes = content.readNBytes(PART)) {
			this.jdbc.sql("insert into upload_part (token, part, content) values (?, ?, ?)")
				.params(token, part++, bytes)
				.update();
		}
		return token;
	}

	Optional<String> name(String token) {
		return this.jdbc.sql("select name from upload where token = ?").param(token).query(String.class).optional();
	}

	/**
	 * Copy a file to disk, part by part.
	 */
	void copy(String token, Path target) throws IOException {
		try (OutputStream out = Files.newOutputStream(target)) {
			this.jdbc.sql("select content from upload_part where token = ? order by part").param(token).query((row) -> {
				try {
					out.write(row.getBytes(1));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

	void remove(String token) {
		this.jdbc.sql("delete from upload where token = ?").param(token).update();
	}

}
