package dev.poolworks.sample.web;

import dev.poolworks.sample.problem.Problem;
import dev.poolworks.sample.problem.ProblemException;
import dev.poolworks.sample.problem.ProblemType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every failed request with a problem detail.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	/** In seconds. */
	private static final String RETRY_AFTER_BUSY = "5";

	/** In seconds. */
	private static final String RETRY_AFTER_NOT_READY = "1";

	private final MultipartProperties multipart;

	ProblemAdvice(MultipartProperties multipart) {
		this.multipart = multipart;
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onProblem(ProblemException ex) {
		return response(ex.problem());
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMaxUploadSizeExceededException(MaxUploadSizeExceededException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Problem problem = new Problem(ProblemType.UPLOAD_TOO_LARGE, "The upload is larger than "
				+ this.multipart.getMaxFileSize().toMegabytes() + " MB, the most this service takes.");
		return handleExceptionInternal(ex, problem.toProblemDetail(), headers, problem.type().status(), request);
	}

	static ResponseEntity<ProblemDetail> response(Problem problem) {
		HttpStatus status = problem.type().status();
		ResponseEntity.BodyBuilder response = ResponseEntity.status(status)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.header(HttpHeaders.CACHE_CONTROL, "no-store");
		if (status == HttpStatus.SERVICE_UNAVAILABLE) {
			response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_BUSY);
		}
		if (problem.type() == ProblemType.NOT_READY) {
			response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_NOT_READY);
		}
		return response.body(problem.toProblemDetail());
	}

}
