package io.github.insiderwebpush.console.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Sends a person to an error page; a program gets problem details.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ErrorPages {

	@ExceptionHandler(
			exception = { NoResourceFoundException.class, ResponseStatusException.class,
					MethodArgumentTypeMismatchException.class, ServletRequestBindingException.class,
					HttpRequestMethodNotSupportedException.class, BindException.class },
			produces = MediaType.TEXT_HTML_VALUE)
	void page(Exception ex, HttpServletResponse response) throws IOException {
		response.sendError(
				(ex instanceof ErrorResponse error) ? error.getStatusCode().value() : HttpStatus.BAD_REQUEST.value());
	}

}
