package dev.poolworks.sample.document;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;

/**
 * One document on its way through the pools: which of its pages are still to be done and
 * which are with a pool now. Thread-safe; calls nobody.
 */
final class DocumentRun {

	private final UUID id;

	private final String name;

	private final Path source;

	private final int window;

	private final Deque<Integer> waiting = new ArrayDeque<>();

	private final Set<Future<?>> tasks = new HashSet<>();

	private int inFlight;

	private int lostWorkers;

	private boolean paused;

	private boolean ended;

	/**
	 * Creates a run that has no pages yet.
	 * @param document the document
	 * @param source the uploaded file
	 * @param window pages that may be with the pools at a time
	 */
	DocumentRun(Document document, Path source, int window) {
		this.id = document.id();
		this.name = document.name();
		this.source = source;
		this.window = window;
	}

	UUID id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

	Path source() {
		return this.source;
	}

	String subject(int page) {
		return "page " + page + " of " + this.name;
	}

	synchronized void addPages(int count, Set<Integer> finished) {
		for (int page = 1; page <= count; page++) {
			if (!finished.contains(page)) {
				this.waiting.add(page);
			}
		}
	}

	/**
	 * Takes the next page to hand to the pool.
	 * @return the page; empty if there is none, or enough are on their way
	 */
	synchronized OptionalInt take() {
		if (this.ended || this.paused || this.inFlight >= this.window || this.waiting.isEmpty()) {
			return OptionalInt.empty();
		}
		this.inFlight++;
		return OptionalInt.of(this.waiting.remove());
	}

	/**
	 * Notes that a page taken is written down.
	 */
	synchronized void pageFinished() {
		this.inFlight--;
	}

	/**
	 * Takes back a page that a pool had no room for, and gives none until
	 * {@link #resume()}.
	 * @param page the page
	 * @return whether this call paused the run: the caller is to resume it
	 */
	synchronized boolean giveBack(int page) {
		this.inFlight--;
		this.waiting.addFirst(page);
		boolean first = !this.paused;
		this.paused = true;
		return first;
	}

	synchronized void resume() {
		this.paused = false;
	}

	/**
	 * Notes that a page has cost a worker.
	 * @return how many have
	 */
	synchronized int workerLost() {
		return ++this.lostWorkers;
	}

	/**
	 * Remembers a task for {@link #end()}.
	 * @param task the task's future
	 * @return whether the run goes on; if not, the task is to be cancelled
	 */
	synchronized boolean track(Future<?> task) {
		this.tasks.removeIf(Future::isDone);
		if (!this.ended) {
			this.tasks.add(task);
		}
		return !this.ended;
	}

	/**
	 * Ends the run if all pages are written down.
	 * @return whether this call ended it
	 */
	synchronized boolean endIfComplete() {
		if (this.ended || this.paused || this.inFlight > 0 || !this.waiting.isEmpty()) {
			return false;
		}
		this.ended = true;
		return true;
	}

	/**
	 * Ends the run, whatever is left of it.
	 * @return the tasks to cancel; empty if it had ended before
	 */
	synchronized Set<Future<?>> end() {
		this.ended = true;
		Set<Future<?>> open = Set.copyOf(this.tasks);
		this.tasks.clear();
		return open;
	}

	synchronized boolean isEnded() {
		return this.ended;
	}

}
