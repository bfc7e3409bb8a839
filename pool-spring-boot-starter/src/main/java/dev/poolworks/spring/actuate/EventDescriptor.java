package dev.poolworks.spring.actuate;

import java.time.Instant;
import java.util.Locale;

import dev.poolworks.PoolEvent;

/**
 * An event as the endpoint tells it.
 *
 * @param time when it happened; of several, the last
 * @param type such as {@code worker-exited} or {@code task-failed}
 * @param description the event in words, with its reason
 * @param count how many events in a row this one stands for
 */
public record EventDescriptor(Instant time, String type, String description, long count) {

	static EventDescriptor of(PoolEventLog.Entry entry) {
		return new EventDescriptor(entry.time(), type(entry.event()), entry.event().describe(), entry.count());
	}

	private static String type(PoolEvent event) {
		if (event instanceof PoolEvent.TaskEnded ended) {
			return "task-" + ended.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
		}
		if (event instanceof PoolEvent.WorkerStarted) {
			return "worker-started";
		}
		if (event instanceof PoolEvent.WorkerReady) {
			return "worker-ready";
		}
		if (event instanceof PoolEvent.WorkerExited) {
			return "worker-exited";
		}
		if (event instanceof PoolEvent.Scaled) {
			return "scaled";
		}
		if (event instanceof PoolEvent.StateChanged) {
			return "state-changed";
		}
		return "changed";
	}

}
