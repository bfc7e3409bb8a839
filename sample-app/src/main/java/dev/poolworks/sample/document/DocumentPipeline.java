package dev.poolworks.sample.document;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.poolworks.sample.problem.Problem;
import dev.poolworks.sample.problem.ProblemException;
import dev.poolworks.sample.problem.ProblemType;
import dev.poolworks.sample.problem.Problems;
import dev.poolworks.sample.render.PdfRenderer;
import dev.poolworks.sample.render.RenderedPage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes documents through the pools: counts the pages, renders a few at a time, writes
 * each down as it arrives. A page that fails costs that page. No thread waits for a
 * document: each step is started by the end of the one before. Thread-safe.
 */
@Component
public class DocumentPipeline {

	private static final Logger logger = LoggerFactory.getLogger(DocumentPipeline.class);

	/** After a pool had no room, in milliseconds. */
	private static final long RETRY_DELAY = 500;

	private final PdfRenderer renderer;

	private final DocumentArchive archive;

	private final DocumentFiles files;

	private final SampleProperties properties;

	private final Executor later = CompletableFuture.delayedExecutor(RETRY_DELAY, TimeUnit.MILLISECONDS);

	private final Map<UUID, DocumentRun> runs = new ConcurrentHashMap<>();

	private volatile boolean stopping;

	public DocumentPipeline(PdfRenderer renderer, DocumentArchive archive, DocumentFiles files,
			SampleProperties properties) {
		this.renderer = renderer;
		this.archive = archive;
		this.files = files;
		this.properties = properties;
	}

	/**
	 * Starts with a new document.
	 * @param document the document, its upload on disk
	 * @throws ProblemException {@link ProblemType#BUSY} if the pool has no room for it
	 */
	public void begin(Document document) {
		DocumentRun run = newRun(document);
		CompletableFuture<Integer> pages = attempt(() -> this.renderer.countPages(run.source(), run.name()));
		Throwable failure = pages.isDone() ? failureOf(pages) : null;
		if (failure != null && Problems.isRejection(failure)) {
			this.runs.remove(run.id(), run);
			throw new ProblemException(Problems.of(failure, run.name()));
		}
		whenCounted(run, pages);
	}

	/**
	 * Goes on with a document that an earlier life of the service did not finish.
	 * @param document the document
	 * @param finished its pages that are finished
	 */
	public void resume(Document document, Set<Integer> finished) {
		DocumentRun run = newRun(document);
		if (document.state() == DocumentState.RENDERING) {
			run.addPages(document.pages(), finished);
			advance(run);
		}
		else {
			count(run);
		}
	}

	/**
	 * Stops all work on a document.
	 * @param id the document
	 */
	public void cancel(UUID id) {
		DocumentRun run = this.runs.remove(id);
		if (run != null) {
			cancel(run.end());
		}
	}

	/**
	 * From now on failures are those of the shutdown, not of documents: what is not done
	 * stays as it is for the next start.
	 */
	@EventListener(ContextClosedEvent.class)
	public void stop() {
		this.stopping = true;
	}

	private DocumentRun newRun(Document document) {
		DocumentRun run = new DocumentRun(document, this.files.source(document.id()), this.properties.pagesInFlight());
		this.runs.put(document.id(), run);
		return run;
	}

	private void count(DocumentRun run) {
		whenCounted(run, attempt(() -> this.renderer.countPages(run.source(), run.name())));
	}

	private void whenCounted(DocumentRun run, CompletableFuture<Integer> pages) {
		track(run, pages);
		pages.whenComplete((count, failure) -> {
			if (isOver(run)) {
				return;
			}
			if (failure == null) {
				counted(run, count);
			}
			else if (Problems.isRejection(failure)) {
				this.later.execute(() -> count(run));
			}
			else {
				logger.info("{} ({}) failed", run.name(), run.id(), failure);
				fail(run, Problems.of(failure, run.name()));
			}
		});
	}

	private void counted(DocumentRun run, int pages) {
		if (pages == 0) {
			fail(run, new Problem(ProblemType.DAMAGED, run.name() + " has no pages."));
		}
		else if (pages > this.properties.maxPages()) {
			fail(run, new Problem(ProblemType.TOO_MANY_PAGES, run.name() + " has " + pages
					+ " pages; this service takes up to " + this.properties.maxPages() + "."));
		}
		else {
			store(run, () -> this.archive.counted(run.id(), pages), () -> {
				run.addPages(pages, Set.of());
				advance(run);
			});
		}
	}

	private void advance(DocumentRun run) {
		OptionalInt page = run.take();
		while (page.isPresent() && !isOver(run)) {
			render(run, page.getAsInt());
			page = run.take();
		}
		if (run.endIfComplete()) {
			store(run, () -> this.archive.finished(run.id(), null), () -> this.runs.remove(run.id(), run));
		}
	}

	private void render(DocumentRun run, int number) {
		CompletableFuture<RenderedPage> page = attempt(
				() -> this.renderer.page(run.source(), run.name(), number, this.properties.thumbnailSide()));
		track(run, page);
		page.whenComplete((result, failure) -> {
			if (isOver(run) || run.isEnded()) {
				return;
			}
			if (failure == null) {
				store(run, () -> this.archive.rendered(run.id(), number, result), () -> pageFinished(run));
			}
			else if (Problems.isRejection(failure)) {
				giveBack(run, number);
			}
			else {
				pageLost(run, number, failure);
			}
		});
	}

	private void pageFinished(DocumentRun run) {
		run.pageFinished();
		advance(run);
	}

	private void giveBack(DocumentRun run, int page) {
		if (run.giveBack(page)) {
			this.later.execute(() -> {
				run.resume();
				advance(run);
			});
		}
	}

	private void pageLost(DocumentRun run, int number, Throwable failure) {
		logger.info("{} ({}) failed", run.subject(number), run.id(), failure);
		Problem problem = Problems.of(failure, run.subject(number));
		boolean giveUp = Problems.isExpensive(failure) && run.workerLost() >= this.properties.maxLostWorkers();
		store(run, () -> this.archive.lost(run.id(), number, problem), () -> {
			if (giveUp) {
				fail(run, new Problem(problem.type(), this.properties.maxLostWorkers() + " pages of " + run.name()
						+ " cost a worker each; the rest was not tried. The last one: " + problem.detail()));
			}
			else {
				pageFinished(run);
			}
		});
	}

	private void fail(DocumentRun run, Problem problem) {
		cancel(run.end());
		store(run, () -> this.archive.finished(run.id(), problem), () -> this.runs.remove(run.id(), run));
	}

	/**
	 * Writes something down and goes on when that is done; tries again later if the pool
	 * of writers has no room.
	 */
	private void store(DocumentRun run, Callable<CompletableFuture<@Nullable Void>> write, Runnable next) {
		attempt(write).whenComplete((done, failure) -> {
			if (isOver(run)) {
				return;
			}
			if (failure == null) {
				next.run();
			}
			else if (Problems.isRejection(failure)) {
				this.later.execute(() -> store(run, write, next));
			}
			else {
				notStored(run, failure);
			}
		});
	}

	/**
	 * Says so in the database if that is possible; if not, the next start tries again.
	 */
	private void notStored(DocumentRun run, Throwable failure) {
		logger.error("Cannot store what came of {} ({}); check disk and database", run.name(), run.id(), failure);
		this.runs.remove(run.id(), run);
		cancel(run.end());
		Problem problem = new Problem(ProblemType.NOT_STORED,
				"What came of " + run.name() + " could not be stored. The service's log has the reason.");
		attempt(() -> this.archive.finished(run.id(), problem)).whenComplete((done, again) -> {
			if (again != null) {
				logger.error("{} ({}) stays unfinished until the next start", run.name(), run.id(), again);
			}
		});
	}

	/** Whether the document was deleted or the service is stopping. */
	private boolean isOver(DocumentRun run) {
		return this.stopping || this.runs.get(run.id()) != run;
	}

	private static void track(DocumentRun run, Future<?> task) {
		if (!run.track(task)) {
			task.cancel(true);
		}
	}

	private static void cancel(Set<Future<?>> tasks) {
		tasks.forEach((task) -> task.cancel(true));
	}

	/** Makes one of the two ways to fail, at the call and in the future, the other. */
	private static <T extends @Nullable Object> CompletableFuture<T> attempt(Callable<CompletableFuture<T>> call) {
		try {
			return call.call();
		}
		catch (Exception ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static @Nullable Throwable failureOf(CompletableFuture<?> done) {
		return done.handle((value, failure) -> failure).join();
	}

}
