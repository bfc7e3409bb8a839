package dev.poolworks.engine;

import java.util.ArrayList;
import java.util.List;

import dev.poolworks.PoolState;
import dev.poolworks.Shutdown;
import dev.poolworks.TaskState;
import dev.poolworks.engine.Call.Kind;
import dev.poolworks.engine.SimulatedTask.Place;
import dev.poolworks.engine.SimulatedWorker.Phase;
import dev.poolworks.policy.RejectionPolicy.Verdict;

import static dev.poolworks.engine.Nature.millis;
import static dev.poolworks.engine.SimulationFailure.require;

/**
 * Those who use the pool: submit, cancel, resize, suspend and shut down at any time.
 */
final class SimulatedClients {

	private final Simulation simulation;

	private final SimulatedPool pool;

	private final Nature nature;

	private final List<SimulatedTask> submitted = new ArrayList<>();

	private List<SimulatedTask> blocked = new ArrayList<>();

	private boolean retrying;

	private long arrivals;

	private int steps;

	SimulatedClients(Simulation simulation, SimulatedPool pool) {
		this.simulation = simulation;
		this.pool = pool;
		this.nature = pool.nature;
	}

	/** Does something, and plans the next step. */
	void step() {
		if (this.steps++ == this.nature.steps) {
			drain();
			return;
		}
		switch (this.nature.random.nextInt(30)) {
			case 0 -> resize();
			case 1 -> suspend();
			case 2, 3 -> resume();
			case 4, 5, 6, 7, 8 -> cancel(anySubmitted(), this.nature.random.nextBoolean());
			case 9 -> submitFailed();
			case 14 -> new SimulatedFeed(this.simulation, this.pool, this)
				.open(this.pool.openFeeds > 0 && this.nature.random.nextBoolean());
			case 10 -> this.simulation.tell(Call.of(Kind.TICK), this.pool::tick);
			case 11, 12 -> measure();
			case 15 -> makeRoom();
			case 13 -> {
				if (this.nature.roll(0.1)) {
					shutdown();
				}
			}
			default -> submit(newTask());
		}
		this.pool.agenda.after(this.nature.roll(this.nature.busyClients) ? 0 : this.nature.upTo(millis(100)),
				this::step);
	}

	/** Submits again what waits for room, as soon as there is some. */
	void retryBlocked(boolean room) {
		if (this.retrying || this.blocked.isEmpty() || !(room || this.pool.state != PoolState.RUNNING)) {
			return;
		}
		this.retrying = true;
		List<SimulatedTask> waiting = this.blocked;
		this.blocked = new ArrayList<>();
		for (SimulatedTask task : waiting) {
			submit(task);
		}
		this.retrying = false;
	}

	boolean isBlocked() {
		return !this.blocked.isEmpty();
	}

	List<SimulatedTask> submitted() {
		return this.submitted;
	}

	private long now() {
		return this.pool.now();
	}

	private SimulatedTask newTask() {
		long runTimeout = this.nature.random.nextBoolean() ? 0 : 1 + this.nature.upTo(millis(150));
		long queueTimeout = this.nature.roll(0.3) ? 1 + this.nature.upTo(millis(200)) : 0;
		int priority = this.nature.roll(0.3) ? this.nature.random.nextInt(-2, 3) : 0;
		SimulatedTask task = new SimulatedTask(this.submitted.size() + 1, priority, this.nature.random.nextBoolean(),
				runTimeout, queueTimeout, this.nature);
		this.submitted.add(task);
		return task;
	}

	/**
	 * Submits a task out of a feed.
	 * @return the task
	 */
	SimulatedTask submitFed() {
		SimulatedTask task = newTask();
		task.markFed();
		submit(task);
		return task;
	}

	private void submit(SimulatedTask task) {
		this.simulation.tell(Call.of(Kind.SUBMIT, task, null), (engine) -> submit(task, engine));
		if (task.place != Place.OUTSIDE && task.hangs && task.runTimeoutNanos() == 0) {
			this.pool.agenda.after(millis(200) + this.nature.upTo(millis(2000)), () -> cancelUntilDone(task));
		}
	}

	private void submit(SimulatedTask task, PoolEngine engine) {
		boolean open = this.pool.admits(task.fed());
		boolean full = isFull(task);
		require(!open || engine.isFull(task.bytes) == full, Invariant.ADMISSION, task,
				full ? "would find room" : "would not", "with", this.pool.queued(), "queued");
		Verdict verdict = this.nature.verdict(engine.snapshot());
		boolean crowded = isCrowded()
				|| this.pool.count(Phase.BUSY) + this.pool.asGoodAsTaken(this.pool.queued()) >= room();
		arrives(task);
		Admission admission = engine.submit(task, task.bytes, this.nature.rejection, now());
		this.simulation.trace("  admission", admission);
		boolean discarded = full && verdict == Verdict.DISCARD_OLDEST && !crowded;
		Admission expected = task.cancelledOutside ? Admission.WITHDRAWN
				: !open ? Admission.SHUT_DOWN : (!full || discarded) ? Admission.ACCEPTED : switch (verdict) {
					case ABORT, DISCARD_OLDEST -> Admission.FULL;
					case BLOCK -> Admission.WAIT;
					case CALLER_RUNS -> Admission.CALLER_RUNS;
				};
		require(admission == expected, Invariant.ADMISSION, task, "is", admission, "instead of", expected);
		switch (admission) {
			case ACCEPTED -> accepted(task);
			case FULL, SHUT_DOWN -> rejected(task);
			case WAIT -> {
				leaves(task);
				this.blocked.add(task);
			}
			case WITHDRAWN -> leaves(task);
			case CALLER_RUNS -> {
				task.place = Place.WITH_CALLER;
				task.clockStartedAt = now();
				this.pool.agenda.after(task.runNanos, () -> callerRan(task));
			}
		}
	}

	/** A task is known before the engine decides: it may be sent, or end, at once. */
	private void arrives(SimulatedTask task) {
		task.arrival = ++this.arrivals;
		task.waitingSince = now();
		this.pool.submitted++;
		this.pool.pending.add(task);
	}

	private void leaves(SimulatedTask task) {
		this.pool.submitted--;
		this.pool.pending.remove(task);
	}

	private void accepted(SimulatedTask task) {
		if (task.place == Place.OUTSIDE) {
			task.place = Place.WAITING;
		}
	}

	private void rejected(SimulatedTask task) {
		require(task.state() == TaskState.REJECTED && task.end == null, Invariant.ADMISSION, task, "was rejected");
		this.pool.pending.remove(task);
		this.pool.ended[TaskState.REJECTED.ordinal()]++;
		task.place = Place.DONE;
	}

	private boolean isFull(SimulatedTask task) {
		long bytes = this.pool.queuedBytes() + task.bytes;
		return isCrowded() || this.pool.queued() + this.pool.count(Phase.BUSY) >= room()
				|| (this.pool.queued() > 0 && bytes > this.nature.settings.queueBytes());
	}

	/** Whether the running tasks alone leave no room. */
	private boolean isCrowded() {
		int busy = (this.pool.state == PoolState.STOP) ? 0 : this.pool.count(Phase.BUSY);
		return busy >= room();
	}

	private int room() {
		return this.nature.settings.queueCapacity() + this.pool.maxSize;
	}

	private void callerRan(SimulatedTask task) {
		this.simulation.tell(Call.of(Kind.CALLER_RAN, task, task.succeeds),
				(engine) -> engine.callerRan(task, task.succeeds, now()));
	}

	private void submitFailed() {
		SimulatedTask task = newTask();
		this.simulation.tell(Call.of(Kind.SUBMIT_FAILED, task, false), (engine) -> {
			arrives(task);
			if (engine.submitFailed(task, now()) == Admission.SHUT_DOWN) {
				rejected(task);
			}
		});
	}

	private void cancelUntilDone(SimulatedTask task) {
		if (!task.state().isDone()) {
			cancel(task, true);
			this.pool.agenda.after(millis(500), () -> cancelUntilDone(task));
		}
	}

	private SimulatedTask anySubmitted() {
		if (this.submitted.isEmpty()) {
			return newTask();
		}
		int newest = this.submitted.size() - 1;
		return this.submitted.get(newest - this.nature.random.nextInt(Math.min(10, newest + 1)));
	}

	private void cancel(SimulatedTask task, boolean mayInterrupt) {
		boolean possible = this.pool.pending.contains(task)
				&& (mayInterrupt || task.isWaiting() || task.state() == TaskState.RETRYING);
		task.cancelledOutside |= task.place == Place.OUTSIDE;
		this.simulation.tell(Call.of(Kind.CANCEL, task, mayInterrupt), (engine) -> {
			boolean cancelled = engine.cancel(task, mayInterrupt, now());
			require(cancelled == possible, Invariant.ONE_END, "cancelled:", cancelled, "possible:", possible);
			boolean runs = cancelled && task.worker != null && task.worker.task == task;
			require(!runs || task.worker.interrupt != null || task.worker.isKilled(), Invariant.COMMANDS,
					"not interrupted:", task);
		});
	}

	private void resize() {
		int max = 1 + this.nature.random.nextInt(Nature.MAX_SIZE);
		int min = this.nature.random.nextInt(max + 1);
		this.simulation.tell(new Call(Kind.RESIZE, null, null, min + ".." + max), (engine) -> {
			this.pool.minSize = min;
			this.pool.maxSize = max;
			this.pool.retiring = null;
			this.pool.successor = null;
			engine.resize(min, max, now());
		});
	}

	private void suspend() {
		this.simulation.tell(Call.of(Kind.SUSPEND), (engine) -> {
			this.pool.suspended |= this.pool.state == PoolState.RUNNING;
			engine.suspend();
		});
	}

	private void resume() {
		this.simulation.tell(Call.of(Kind.RESUME), (engine) -> {
			this.pool.suspended = false;
			engine.resume(now());
		});
	}

	/** Others need what a worker has, or give it back. */
	private void makeRoom() {
		boolean urgent = this.nature.roll(0.3);
		if (this.nature.random.nextBoolean()) {
			this.simulation.tell(Call.of(Kind.ROOM_MADE), (engine) -> engine.roomMade(now()));
		}
		else {
			int idle = this.pool.count(SimulatedWorker.Phase.IDLE);
			boolean possible = idle > 0 && (urgent || this.pool.staying() > this.pool.minSize);
			this.simulation.tell(Call.of(Kind.MAKE_ROOM, null, urgent), (engine) -> {
				boolean made = engine.makeRoom(urgent, now());
				require(made == possible, Invariant.STAFFING, "made room:", made, "possible:", possible);
			});
		}
	}

	private void measure() {
		for (SimulatedWorker worker : this.pool.alive) {
			worker.rssBytes = this.nature.random.nextLong(400);
			this.simulation.tell(new Call(Kind.MEASURED, null, worker, worker.rssBytes),
					(engine) -> worker.worker.measured(worker.rssBytes));
		}
	}

	private void drain() {
		shutdown();
		while (this.nature.random.nextInt(3) == 0) {
			this.pool.agenda.after(this.nature.upTo(millis(1000)), this::shutdown);
		}
	}

	private void shutdown() {
		int form = this.nature.random.nextInt(4);
		if (form == 3) {
			this.simulation.tell(Call.of(Kind.SHUTDOWN_NOW), (engine) -> {
				this.pool.suspended = false;
				this.pool.feedsRefused = true;
				List<SimulatedTask> waiting = this.pool.pending.stream()
					.filter((task) -> task.isWaiting() || task.state() == TaskState.RETRYING)
					.toList();
				require(engine.shutdownNow(now()).containsAll(waiting), Invariant.ONE_END, "not handed back:", waiting);
			});
			return;
		}
		Shutdown how = Shutdown.values()[form];
		this.simulation.tell(new Call(Kind.SHUTDOWN, null, null, how), (engine) -> {
			this.pool.suspended = false;
			this.pool.killed |= how == Shutdown.KILL;
			this.pool.feedsRefused |= how != Shutdown.DRAIN;
			engine.shutdown(how, now());
		});
	}

}
