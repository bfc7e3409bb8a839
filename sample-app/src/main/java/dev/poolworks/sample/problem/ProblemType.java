package dev.poolworks.sample.problem;

import java.net.URI;

import org.springframework.http.HttpStatus;

/**
 * The kinds of problem this service reports. {@code problems.html} explains each of them
 * to a person; its anchors are the names here.
 */
public enum ProblemType {

	/** It does not open without a password. */
	ENCRYPTED("encrypted", "The document is encrypted", HttpStatus.UNPROCESSABLE_CONTENT),

	/** It is no PDF, or one that cannot be read. */
	DAMAGED("damaged", "The document is damaged", HttpStatus.UNPROCESSABLE_CONTENT),

	/** It has more pages than the service takes. */
	TOO_MANY_PAGES("too-many-pages", "The document has too many pages", HttpStatus.UNPROCESSABLE_CONTENT),

	/** A page took longer than it is granted; its worker was stopped. */
	TOO_SLOW("too-slow", "The document takes too long", HttpStatus.UNPROCESSABLE_CONTENT),

	/** A page needed more memory than a worker has. */
	OUT_OF_MEMORY("out-of-memory", "The document needs too much memory", HttpStatus.UNPROCESSABLE_CONTENT),

	/** What a worker made of a page is larger than it may be. */
	RESULT_TOO_LARGE("result-too-large", "The result is too large", HttpStatus.UNPROCESSABLE_CONTENT),

	/** The upload is larger than the service takes. */
	UPLOAD_TOO_LARGE("upload-too-large", "The upload is too large", HttpStatus.CONTENT_TOO_LARGE),

	/** The upload has no content. */
	UPLOAD_EMPTY("upload-empty", "The upload is empty", HttpStatus.BAD_REQUEST),

	/** The worker process ended in the middle of the task. */
	WORKER_CRASHED("worker-crashed", "The worker process crashed", HttpStatus.INTERNAL_SERVER_ERROR),

	/** Somebody cancelled the task, through the management endpoint for example. */
	CANCELLED("cancelled", "The task was cancelled", HttpStatus.INTERNAL_SERVER_ERROR),

	/** No worker process can be started. */
	NO_WORKERS("no-workers", "No worker process can be started", HttpStatus.SERVICE_UNAVAILABLE),

	/** The queue is full. */
	BUSY("busy", "The service is busy", HttpStatus.SERVICE_UNAVAILABLE),

	/** The result could not be written to disk or to the database. */
	NOT_STORED("not-stored", "The result could not be stored", HttpStatus.INTERNAL_SERVER_ERROR),

	/** There will be something here, later. */
	NOT_READY("not-ready", "Not ready yet", HttpStatus.NOT_FOUND),

	/** There is nothing here. */
	NOT_FOUND("not-found", "Not found", HttpStatus.NOT_FOUND);

	private final String slug;

	private final String title;

	private final HttpStatus status;

	ProblemType(String slug, String title, HttpStatus status) {
		this.slug = slug;
		this.title = title;
		this.status = status;
	}

	/**
	 * Finds the type that the database has a problem under.
	 * @param slug its short name
	 * @return the type
	 * @throws IllegalArgumentException if there is none
	 */
	public static ProblemType of(String slug) {
		for (ProblemType type : values()) {
			if (type.slug.equals(slug)) {
				return type;
			}
		}
		throw new IllegalArgumentException("no problem type is called '" + slug + "'");
	}

	/**
	 * Short name, for the database and in the URI.
	 * @return such as {@code too-slow}
	 */
	public String slug() {
		return this.slug;
	}

	/**
	 * What RFC 9457 calls the type: a page of this service that explains it.
	 * @return a reference relative to the service's root
	 */
	public URI uri() {
		return URI.create("/problems.html#" + this.slug);
	}

	public String title() {
		return this.title;
	}

	public HttpStatus status() {
		return this.status;
	}

}
