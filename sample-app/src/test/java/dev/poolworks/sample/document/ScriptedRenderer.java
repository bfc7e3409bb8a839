package dev.poolworks.sample.document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.poolworks.TaskRejectedException;
import dev.poolworks.sample.render.PdfRenderer;
import dev.poolworks.sample.render.RenderedPage;

/**
 * Renders in the calling thread and fails where a test wants it to, in the two ways a
 * pool can: at the call and in the future.
 */
class ScriptedRenderer extends PdfRenderer {

	private final Map<Integer, Throwable> onPage = new ConcurrentHashMap<>();

	volatile RuntimeException onCount;

	/** The pages that are on their way for ever, or until a test completes them. */
	final Map<Integer, CompletableFuture<RenderedPage>> held = new ConcurrentHashMap<>();

	volatile int drawn;

	private volatile int holdFrom = Integer.MAX_VALUE;

	void onPage(int number, Throwable failure) {
		this.onPage.put(number, failure);
	}

	void holdFrom(int number) {
		this.holdFrom = number;
	}

	void holdNone() {
		this.holdFrom = Integer.MAX_VALUE;
	}

	@Override
	public CompletableFuture<Integer> countPages(Path pdf, String name) throws IOException {
		if (this.onCount != null) {
			throw this.onCount;
		}
		return super.countPages(pdf, name);
	}

	@Override
	public CompletableFuture<RenderedPage> page(Path pdf, String name, int number, int side) throws IOException {
		Throwable failure = this.onPage.get(number);
		if (failure instanceof TaskRejectedException rejection) {
			this.onPage.remove(number);
			throw rejection;
		}
		if (failure != null) {
			return CompletableFuture.failedFuture(failure);
		}
		if (number >= this.holdFrom) {
			return this.held.computeIfAbsent(number, (key) -> new CompletableFuture<>());
		}
		this.drawn++;
		return super.page(pdf, name, number, side);
	}

}
