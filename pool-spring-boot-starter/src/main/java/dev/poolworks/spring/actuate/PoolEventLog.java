package dev.poolworks.spring.actuate;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolListener;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskState;

/**
 * The last 100 events of each pool. Tasks that succeeded are left out, and tasks in a row
 * that the full pool turned away make one entry with a count: either would push out what
 * an operator looks for. Thread-safe.
 */
public final class PoolEventLog implements PoolListener {

	private static final int MAX_ENTRIES = 100;

	private static final Set<TaskState> TURNED_AWAY = EnumSet.of(TaskState.REJECTED, TaskState.DISCARDED);

	private final Clock clock;

	private final Map<String, Entries> pools = new ConcurrentHashMap<>();

	public PoolEventLog() {
		this(Clock.systemUTC());
	}

	PoolEventLog(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void onEvent(TaskPool pool, PoolEvent event) {
		if (event instanceof PoolEvent.TaskEnded ended && ended.state() == TaskState.SUCCEEDED) {
			return;
		}
		this.pools.computeIfAbsent(pool.name(), (name) -> new Entries()).add(new Entry(this.clock.instant(), event, 1));
	}

	/**
	 * The events of a pool.
	 * @param pool the pool's name
	 * @return the oldest first; empty for a pool without events
	 */
	List<Entry> events(String pool) {
		Entries entries = this.pools.get(pool);
		return (entries != null) ? entries.copy() : List.of();
	}

	/**
	 * An event, or several of a kind in a row.
	 *
	 * @param time when the last of them happened
	 * @param event the last of them
	 * @param count how many they are
	 */
	record Entry(Instant time, PoolEvent event, long count) {

		private boolean isFollowedBy(PoolEvent next) {
			return this.event instanceof PoolEvent.TaskEnded first && next instanceof PoolEvent.TaskEnded second
					&& first.state() == second.state() && TURNED_AWAY.contains(first.state());
		}

	}

	private static final class Entries {

		private final Deque<Entry> entries = new ArrayDeque<>(MAX_ENTRIES);

		synchronized void add(Entry entry) {
			Entry last = this.entries.peekLast();
			if (last != null && last.isFollowedBy(entry.event())) {
				this.entries.removeLast();
				this.entries.addLast(new Entry(entry.time(), entry.event(), last.count() + 1));
				return;
			}
			if (this.entries.size() == MAX_ENTRIES) {
				this.entries.removeFirst();
			}
			this.entries.addLast(entry);
		}

		synchronized List<Entry> copy() {
			return new ArrayList<>(this.entries);
		}

	}

}
