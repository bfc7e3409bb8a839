package dev.poolworks.sample.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import dev.poolworks.sample.problem.Problem;
import dev.poolworks.sample.problem.ProblemException;
import dev.poolworks.sample.problem.ProblemType;

import org.springframework.stereotype.Service;

/**
 * The documents as those outside see them. Each method that does not find what it is
 * asked for throws a {@link ProblemException} that says why.
 */
@Service
public class Documents {

	private final DocumentFiles files;

	private final DocumentStore store;

	private final DocumentPipeline pipeline;

	public Documents(DocumentFiles files, DocumentStore store, DocumentPipeline pipeline) {
		this.files = files;
		this.store = store;
		this.pipeline = pipeline;
	}

	/**
	 * Takes in a document. When this returns it is on disk and in the database, and will
	 * be worked on even if the service is killed the next moment.
	 * @param name the name of the uploaded file
	 * @param upload its content
	 * @return the document, queued
	 * @throws IOException if it cannot be written to disk
	 * @throws ProblemException if it is empty or the pool is full; nothing is kept then
	 */
	public Document submit(String name, InputStream upload) throws IOException {
		UUID id = UUID.randomUUID();
		long size = this.files.receive(id, upload);
		if (size == 0) {
			this.files.delete(id);
			throw new ProblemException(new Problem(ProblemType.UPLOAD_EMPTY, name + " has no content."));
		}
		Document document = this.store.add(id, name, size);
		try {
			this.pipeline.begin(document);
		}
		catch (ProblemException ex) {
			delete(id);
			throw ex;
		}
		return document;
	}

	public Document get(UUID id) {
		return this.store.find(id).orElseThrow(() -> notFound("No document has the id " + id + "."));
	}

	public List<Document> newest(int limit) {
		return this.store.newest(limit);
	}

	/**
	 * The finished pages of a document.
	 * @param id the document
	 * @return in the order of their numbers
	 */
	public List<Page> pages(UUID id) {
		return this.store.pages(id);
	}

	/**
	 * Finds the image of a page.
	 * @param id the document
	 * @param number the page, from 1
	 * @return the PNG file
	 * @throws ProblemException the page's own problem, or the document's, or that the
	 * page is not ready or does not exist
	 */
	public Path image(UUID id, int number) {
		Document document = get(id);
		Page page = this.store.page(id, number).orElse(null);
		if (page != null && page.problem() != null) {
			throw new ProblemException(page.problem());
		}
		if (page != null) {
			return this.files.image(id, number);
		}
		if (document.problem() != null) {
			throw new ProblemException(document.problem());
		}
		boolean possible = number >= 1 && (document.pages() == 0 || number <= document.pages());
		throw possible ? notReady("Page " + number + " of " + document.name() + " has not been rendered yet.")
				: notFound(document.name() + " has " + document.pages() + " pages; there is no page " + number + ".");
	}

	/**
	 * Finds the text of a document.
	 * @param id the document
	 * @return one file for each page that has an image, in order
	 * @throws ProblemException the document's problem, or that it is not finished
	 */
	public List<Path> texts(UUID id) {
		Document document = get(id);
		if (document.problem() != null) {
			throw new ProblemException(document.problem());
		}
		if (!document.state().isFinal()) {
			throw notReady("The text of " + document.name() + " is there when all its pages are done.");
		}
		return this.store.pages(id)
			.stream()
			.filter((page) -> page.problem() == null)
			.map((page) -> this.files.text(id, page.number()))
			.toList();
	}

	/**
	 * Deletes a document and all that came of it; work on it is stopped.
	 * @param id the document
	 */
	public void delete(UUID id) {
		this.pipeline.cancel(id);
		if (!this.store.delete(id)) {
			throw notFound("No document has the id " + id + ".");
		}
		this.files.delete(id);
	}

	private static ProblemException notFound(String detail) {
		return new ProblemException(new Problem(ProblemType.NOT_FOUND, detail));
	}

	private static ProblemException notReady(String detail) {
		return new ProblemException(new Problem(ProblemType.NOT_READY, detail));
	}

}
