package dev.poolworks.sample.document;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.poolworks.sample.problem.Problem;
import dev.poolworks.sample.render.RenderedPage;
import dev.poolworks.spring.PooledTask;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Writes down what becomes of documents, on the threads of the pool {@code io}.
 */
@Component
public class DocumentArchive {

	private final DocumentFiles files;

	private final DocumentStore store;

	public DocumentArchive(DocumentFiles files, DocumentStore store) {
		this.files = files;
		this.store = store;
	}

	@PooledTask("io")
	public CompletableFuture<@Nullable Void> counted(UUID id, int pages) {
		this.store.rendering(id, pages);
		return CompletableFuture.completedFuture(null);
	}

	@PooledTask("io")
	public CompletableFuture<@Nullable Void> rendered(UUID id, int number, RenderedPage page) throws IOException {
		this.files.write(id, number, page);
		this.store.finishPage(id, new Page(number, page.width(), page.height(), page.text().length(), null));
		return CompletableFuture.completedFuture(null);
	}

	@PooledTask("io")
	public CompletableFuture<@Nullable Void> lost(UUID id, int number, Problem problem) {
		this.store.finishPage(id, Page.failed(number, problem));
		return CompletableFuture.completedFuture(null);
	}

	/**
	 * Ends a document. One without a single image has failed, with the problem of its
	 * first page.
	 * @param id the document
	 * @param problem what it has as a whole, or {@code null}
	 * @return done when that is written down
	 */
	@PooledTask("io")
	public CompletableFuture<@Nullable Void> finished(UUID id, @Nullable Problem problem) {
		this.store.finish(id, (problem != null) ? problem : problemOfAllPages(id));
		return CompletableFuture.completedFuture(null);
	}

	private @Nullable Problem problemOfAllPages(UUID id) {
		Problem first = null;
		for (Page page : this.store.pages(id)) {
			if (page.problem() == null) {
				return null;
			}
			first = (first != null) ? first : page.problem();
		}
		return first;
	}

}
