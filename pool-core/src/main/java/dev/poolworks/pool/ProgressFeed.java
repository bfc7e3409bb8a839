package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.TaskProgress;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one task on its way to those who want to hear of it. Of reports that
 * come faster than they are heard the last one counts: whatever a task reports, one
 * report waits, for one thread; a listener that is slow delays those of the same task
 * alone. Thread-safe.
 */
final class ProgressFeed {

	private final PooledFuture<?> future;

	/** Kept for those who come late. */
	@GuardedBy("this")
	private @Nullable TaskProgress last;

	/** {@code null} if there is none. */
	@GuardedBy("this")
	private @Nullable List<Listener> listeners;

	/** Whether a thread is on its way to the listeners, or there. */
	@GuardedBy("this")
	private boolean delivering;

	@GuardedBy("this")
	private boolean over;

	@GuardedBy("this")
	private @Nullable Runnable afterwards;

	ProgressFeed(PooledFuture<?> future) {
		this.future = future;
	}

	/**
	 * The task has reported progress.
	 * @param progress the progress
	 * @param completer delivers it
	 */
	void report(TaskProgress progress, Completer completer) {
		synchronized (this) {
			if (this.over) {
				return;
			}
			this.last = progress;
			if (this.delivering || this.listeners == null) {
				return;
			}
			this.delivering = true;
		}
		completer.execute(this::deliver);
	}

	/**
	 * Adds a listener, who hears of the last progress if there was one: at once, in this
	 * thread, if the task has ended.
	 * @param callback the listener
	 * @param completer delivers progress; {@code null} if the task has ended
	 */
	void add(Consumer<? super TaskProgress> callback, @Nullable Completer completer) {
		TaskProgress progress;
		synchronized (this) {
			progress = this.last;
			if (!this.over && completer != null) {
				if (this.listeners == null) {
					this.listeners = new ArrayList<>(1);
				}
				this.listeners.add(new Listener(callback));
				if (progress == null || this.delivering) {
					return;
				}
				this.delivering = true;
			}
			else {
				completer = null;
			}
		}
		if (completer != null) {
			completer.execute(this::deliver);
		}
		else if (progress != null) {
			this.future.call(callback, progress, "progress");
		}
	}

	/**
	 * The task has ended.
	 * @param afterwards to be run when the last progress is delivered
	 * @return whether it will be; if not, there is nothing to wait for
	 */
	synchronized boolean end(Runnable afterwards) {
		this.over = true;
		if (this.delivering) {
			this.afterwards = afterwards;
			return true;
		}
		this.listeners = null;
		return false;
	}

	private void deliver() {
		List<Listener> due = due();
		while (!due.isEmpty()) {
			for (Listener listener : due) {
				this.future.call(listener.callback, Objects.requireNonNull(listener.heard), "progress");
			}
			due = due();
		}
		Runnable next;
		synchronized (this) {
			next = this.afterwards;
			this.afterwards = null;
		}
		if (next != null) {
			next.run();
		}
	}

	/**
	 * Those who have not heard of the last progress, and will now; if none, it is over.
	 */
	private synchronized List<Listener> due() {
		List<Listener> due = new ArrayList<>();
		for (Listener listener : (this.listeners != null) ? this.listeners : List.<Listener>of()) {
			if (listener.heard != this.last) {
				listener.heard = this.last;
				due.add(listener);
			}
		}
		if (due.isEmpty()) {
			this.delivering = false;
			this.listeners = this.over ? null : this.listeners;
		}
		return due;
	}

	/**
	 * Somebody who wants to hear of progress.
	 */
	private static final class Listener {

		private final Consumer<? super TaskProgress> callback;

		/** What it has heard last; changed by whoever has the feed's lock. */
		private @Nullable TaskProgress heard;

		Listener(Consumer<? super TaskProgress> callback) {
			this.callback = callback;
		}

	}

}
