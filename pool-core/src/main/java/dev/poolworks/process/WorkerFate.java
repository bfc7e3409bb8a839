package dev.poolworks.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.engine.EngineWorker;
import dev.poolworks.wire.FrameException;
import dev.poolworks.wire.FrameType;
import org.jspecify.annotations.Nullable;

/**
 * How far a worker process has come, and why it ends. Thread-safe; only the thread that
 * reads its answers changes the phase.
 */
final class WorkerFate {

	private final Object lock = new Object();

	private volatile WorkerPhase phase = WorkerPhase.STARTING;

	@GuardedBy("lock")
	private @Nullable String cause;

	@GuardedBy("lock")
	private @Nullable String killReason;

	WorkerPhase phase() {
		return this.phase;
	}

	void ended() {
		this.phase = WorkerPhase.ENDED;
	}

	/**
	 * The worker says how far it is.
	 * @param type by which frame
	 * @param next the phase
	 * @throws FrameException if that cannot be
	 */
	void become(FrameType type, WorkerPhase next) throws FrameException {
		if (!this.phase.canBecome(next)) {
			throw new FrameException("a worker that is " + this.phase + " sent a " + type + " frame");
		}
		this.phase = next;
	}

	/**
	 * Keeps what there is to say of its end beyond the exit code. The first cause counts.
	 * @param cause the cause
	 */
	void blame(String cause) {
		synchronized (this.lock) {
			if (this.cause == null) {
				this.cause = cause;
			}
		}
	}

	/**
	 * The pool kills it.
	 * @param reason why; the first one counts
	 */
	void kill(String reason) {
		synchronized (this.lock) {
			if (this.killReason == null) {
				this.killReason = reason;
			}
		}
		blame("killed by the pool: " + reason);
	}

	boolean isKilled() {
		synchronized (this.lock) {
			return this.killReason != null;
		}
	}

	/**
	 * Whether the pool killed it because it was of no use any more.
	 * @return {@code false} also if it was killed for not being ready in time
	 */
	boolean isUnwanted() {
		synchronized (this.lock) {
			return this.killReason != null && !this.killReason.equals(EngineWorker.START_TIMEOUT);
		}
	}

	@Nullable String cause() {
		synchronized (this.lock) {
			return this.cause;
		}
	}

}
