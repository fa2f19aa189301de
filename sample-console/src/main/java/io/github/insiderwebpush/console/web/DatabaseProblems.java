package io.github.insiderwebpush.console.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * A page that explains a database that cannot be used. The check of the queue logs the
 * outage once; each request of it would be one more stack trace.
 */
@ControllerAdvice
class DatabaseProblems {

	@ExceptionHandler({ CannotGetJdbcConnectionException.class, DataAccessResourceFailureException.class,
			UncategorizedSQLException.class, TransientDataAccessException.class, TransactionException.class })
	void unavailable(Exception ex, HttpServletResponse response) throws IOException {
		response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value(),
				"The database cannot be used at the moment. Campaigns that were queued are safe.");
	}

}
