package dev.poolworks.sample.web;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.poolworks.sample.document.Document;
import dev.poolworks.sample.document.Page;
import dev.poolworks.sample.problem.Problem;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ProblemDetail;

/**
 * A document as it goes over HTTP.
 *
 * @param id its identity
 * @param name the name of the uploaded file
 * @param size in bytes
 * @param state queued, rendering, done or failed
 * @param progress how far it is
 * @param textLength length of its text so far, in characters
 * @param created when it was uploaded
 * @param finished when it was done or failed
 * @param problem why it failed
 * @param pages its finished pages; only in the document's own resource, not in the list
 * @param links where to go from here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DocumentResource(UUID id, String name, long size, String state, Progress progress, long textLength,
		Instant created, @Nullable Instant finished, @Nullable ProblemDetail problem,
		@Nullable List<PageResource> pages, Links links) {

	static DocumentResource summary(Document document) {
		return of(document, null);
	}

	static DocumentResource detailed(Document document, List<Page> pages) {
		return of(document, pages.stream().map((page) -> PageResource.of(document.id(), page)).toList());
	}

	private static DocumentResource of(Document document, @Nullable List<PageResource> pages) {
		Progress progress = new Progress(document.pagesDone(), document.pagesFailed(), document.pages());
		return new DocumentResource(document.id(), document.name(), document.sizeBytes(),
				document.state().name().toLowerCase(Locale.ROOT), progress, document.textLength(), document.created(),
				document.finished(), problem(document.problem(), self(document.id())), pages, links(document));
	}

	static URI self(UUID id) {
		return URI.create("/documents/" + id);
	}

	private static Links links(Document document) {
		URI self = self(document.id());
		return new Links(self, URI.create(self + "/text"), self + "/pages/{number}");
	}

	private static @Nullable ProblemDetail problem(@Nullable Problem problem, URI instance) {
		if (problem == null) {
			return null;
		}
		ProblemDetail detail = problem.toProblemDetail();
		detail.setInstance(instance);
		return detail;
	}

	/**
	 * How far a document is.
	 *
	 * @param done pages with an image
	 * @param failed pages with a problem
	 * @param total all pages; 0 until they are counted
	 */
	record Progress(int done, int failed, int total) {

	}

	/**
	 * Where to go from a document.
	 *
	 * @param self the document
	 * @param text its text
	 * @param page the image of a page; a URI template
	 */
	record Links(URI self, URI text, String page) {

	}

	/**
	 * A finished page.
	 *
	 * @param number from 1
	 * @param width of the image in pixels
	 * @param height of the image in pixels
	 * @param textLength length of its text, in characters
	 * @param problem why there is no image
	 * @param image the PNG
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record PageResource(int number, @Nullable Integer width, @Nullable Integer height, int textLength,
			@Nullable ProblemDetail problem, @Nullable URI image) {

		static PageResource of(UUID id, Page page) {
			URI image = URI.create(self(id) + "/pages/" + page.number());
			if (page.problem() != null) {
				return new PageResource(page.number(), null, null, 0, DocumentResource.problem(page.problem(), image),
						null);
			}
			return new PageResource(page.number(), page.width(), page.height(), page.textLength(), null, image);
		}

	}

}
