package io.github.insiderwebpush.console.startup;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Explains a database that cannot be opened: its file is locked or not writable, or its
 * server does not respond or refuses the credentials.
 */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> implements Ordered {

	private static final int H2_FILE_LOCKED = 90020;

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
		String state = String.valueOf(cause.getSQLState());
		if (cause.getErrorCode() == H2_FILE_LOCKED) {
			return new FailureAnalysis("The database file is in use by another process, most likely another console.",
					"Stop the other console, or set 'spring.datasource.url' to another file. "
							+ "Several consoles can share a PostgreSQL database: see the profile 'postgres'.",
					cause);
		}
		if (state.startsWith("28")) {
			return new FailureAnalysis("The database refuses the user or the password.",
					"Check CONSOLE_DATABASE_USER and CONSOLE_DATABASE_PASSWORD.", cause);
		}
		if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("3D")) {
			return new FailureAnalysis("The database cannot be reached: " + cause.getMessage(),
					"Check that it runs, and that CONSOLE_DATABASE_URL names its host, port and database.", cause);
		}
		if (state.startsWith("90")) {
			return new FailureAnalysis("The database file cannot be opened: " + cause.getMessage(),
					"Check its folder, its permissions and the space on its disk, or set 'spring.datasource.url'.",
					cause);
		}
		return null;
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
