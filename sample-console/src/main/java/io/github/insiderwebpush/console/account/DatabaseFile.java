package io.github.insiderwebpush.console.account;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Keeps a database in a file to the user that runs the console: names of campaigns and
 * messages are confidential before they are sent.
 */
@Component
class DatabaseFile {

	private static final String PREFIX = "jdbc:h2:file:";

	DatabaseFile(@Value("${spring.datasource.url}") String url, DatabaseOwner opened) throws IOException {
		if (url.startsWith(PREFIX) && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
			Path file = Path.of(url.substring(PREFIX.length()).split(";", 2)[0] + ".mv.db");
			if (Files.exists(file)) {
				Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
			}
		}
	}

}
