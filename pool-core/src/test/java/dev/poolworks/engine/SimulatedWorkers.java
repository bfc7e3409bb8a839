package dev.poolworks.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolState;
import dev.poolworks.WorkerExit;
import dev.poolworks.engine.Call.Kind;
import dev.poolworks.engine.SimulatedTask.Place;
import dev.poolworks.engine.SimulatedWorker.Interrupt;
import dev.poolworks.engine.SimulatedWorker.Phase;

import static dev.poolworks.engine.Nature.millis;
import static dev.poolworks.engine.SimulationFailure.require;

/**
 * Carries out the engine's commands in a nasty world: workers that do not start, hang,
 * die at any time, ignore what they are asked, and report late or twice.
 */
final class SimulatedWorkers implements EngineOutput {

	private static final Set<String> UNWANTED = Set.of("idle", "resized", "budget");

	private final Simulation simulation;

	private final SimulatedPool pool;

	private final Nature nature;

	private final CommandRules rules;

	SimulatedWorkers(Simulation simulation, SimulatedPool pool) {
		this.simulation = simulation;
		this.pool = pool;
		this.nature = pool.nature;
		this.rules = new CommandRules(pool);
	}

	@Override
	public Refusal claimWorker(boolean urgent) {
		boolean refused = this.nature.roll(this.nature.startRefused);
		this.simulation.trace("  claim", refused ? "refused" : "granted");
		this.rules.claim(urgent);
		this.pool.refusedAt = refused ? this.pool.now() : Agenda.NEVER;
		this.pool.granted += refused ? 0 : 1;
		return refused ? new Refusal("nothing left", this.nature.random.nextBoolean()) : null;
	}

	@Override
	public void startWorker(EngineWorker engineWorker) {
		this.simulation.trace("  start", engineWorker);
		this.rules.start(engineWorker, this.simulation.isBroken());
		SimulatedWorker worker = new SimulatedWorker(engineWorker, this.pool.now());
		for (SimulatedWorker other : this.pool.alive) {
			if (engineWorker.startReason.equals("replaces " + other.worker.name())) {
				this.pool.retiring = other;
				this.pool.successor = worker;
				this.pool.beforeLimit = other.phase == Phase.BUSY;
			}
		}
		this.pool.decided -= (this.pool.successor == worker) ? 0 : 1;
		engineWorker.attach(worker);
		this.pool.alive.add(worker);
		this.pool.granted--;
		this.pool.started++;
		boolean process = this.nature.isProcess();
		if (process) {
			later(millis(5), () -> engineWorker.launched(1000 + this.pool.started));
		}
		long takes = this.nature.upTo(millis(30));
		if (this.nature.roll(this.nature.startHangs)) {
			if (process) {
				return;
			}
			takes = millis(100) + this.nature.upTo(millis(2000));
		}
		if (this.nature.roll(this.nature.startFails)) {
			this.pool.agenda.after(takes, () -> exit(worker));
			return;
		}
		this.pool.agenda.after(takes, () -> ready(worker));
		if (this.nature.roll(this.nature.workerDies)) {
			this.pool.agenda.after(takes + this.nature.upTo(millis(300)), () -> exit(worker));
		}
	}

	@Override
	public void send(EngineWorker engineWorker, EngineTask engineTask) {
		SimulatedWorker worker = (SimulatedWorker) engineWorker.attachment();
		SimulatedTask task = (SimulatedTask) engineTask;
		this.simulation.trace("  send", task, worker);
		this.rules.send(worker, task);
		worker.phase = Phase.BUSY;
		worker.task = task;
		worker.interrupt = null;
		worker.assignment++;
		worker.assignments++;
		this.pool.sent(worker);
		task.place = Place.WITH_WORKER;
		task.worker = worker;
		task.sends++;
		task.acknowledged = !this.nature.isProcess();
		task.clockStartedAt = this.pool.now();
		worker.sentAt = this.pool.now();
		worker.grantedUntil = 0;
		this.pool.lastWorkAt = this.pool.now();
		int assignment = worker.assignment;
		boolean crashes = task.sends <= task.crashes && this.nature.isProcess();
		if (crashes && task.crashesBeforeAck) {
			unlessOver(worker, assignment, this.nature.upTo(millis(10)), () -> exit(worker));
			return;
		}
		unlessOver(worker, assignment, this.nature.upTo(millis(5)), () -> begin(worker, assignment, crashes));
	}

	@Override
	public void interrupt(EngineWorker engineWorker, EngineTask engineTask) {
		SimulatedWorker worker = (SimulatedWorker) engineWorker.attachment();
		SimulatedTask task = (SimulatedTask) engineTask;
		this.simulation.trace("  interrupt", worker);
		this.rules.interrupt(worker, task);
		worker.interrupt = task.state().isDone() ? Interrupt.CANCELLED : Interrupt.TIMEOUT;
		worker.interruptedAt = this.pool.now();
		int assignment = worker.assignment;
		if (!task.ignoresInterrupt) {
			boolean succeeds = this.nature.random.nextBoolean();
			unlessOver(worker, assignment, this.nature.upTo(millis(20)), () -> finish(worker, succeeds));
		}
		else if (task.hangs && !this.nature.isProcess()) {
			unlessOver(worker, assignment, this.nature.upTo(millis(3000)), () -> finish(worker, true));
		}
	}

	@Override
	public void stopWorker(EngineWorker engineWorker) {
		SimulatedWorker worker = (SimulatedWorker) engineWorker.attachment();
		String reason = engineWorker.exitReason;
		this.simulation.trace("  stop", worker, reason);
		this.rules.stop(worker, (reason != null) ? reason : "none", this.simulation.isBroken());
		ends(reason);
		this.pool.ends(worker);
		worker.phase = Phase.STOPPING;
		worker.stopAskedAt = this.pool.now();
		if (!this.nature.isProcess() || !this.nature.roll(this.nature.ignoresStop)) {
			this.pool.agenda.after(this.nature.upTo(millis(20)), () -> exit(worker));
		}
	}

	@Override
	public void killWorker(EngineWorker engineWorker, String reason) {
		SimulatedWorker worker = (SimulatedWorker) engineWorker.attachment();
		this.simulation.trace("  kill", worker, reason);
		this.rules.kill(worker, reason);
		ends(reason);
		this.pool.ends(worker);
		worker.phase = Phase.STOPPING;
		worker.killReason = worker.isKilled() ? worker.killReason : reason;
		if (reason.equals("start-timeout") && !this.nature.isProcess()) {
			startFailed();
		}
		this.pool.agenda.after(this.nature.upTo(millis(this.nature.isProcess() ? 20 : 500)), () -> exit(worker));
	}

	/** Takes note that a worker goes which nobody wants any more. */
	private void ends(String reason) {
		this.pool.decided += UNWANTED.contains(reason) ? 1 : 0;
	}

	@Override
	public void taskEnded(EngineTask engineTask, TaskEnd end) {
		SimulatedTask task = (SimulatedTask) engineTask;
		this.simulation.trace("  ended", task, end);
		this.rules.ended(task, end);
		task.end = end;
		task.place = Place.DONE;
		this.pool.pending.remove(task);
		this.pool.ended[end.state().ordinal()]++;
	}

	@Override
	public void event(PoolEvent event) {
		this.pool.commands++;
		if (event instanceof PoolEvent.StateChanged changed) {
			this.simulation.trace("  state", changed);
			require(this.pool.state.canBecome(changed.state()), Invariant.STATES, "from", this.pool.state, "to",
					changed.state());
			require(changed.state() != PoolState.STOP || this.pool.mayStop(), Invariant.STATES, "stops too early");
			this.pool.state = changed.state();
			this.pool.stoppedAt = (changed.state() == PoolState.STOP) ? this.pool.now() : this.pool.stoppedAt;
		}
		else if (event instanceof PoolEvent.Scaled scaled) {
			this.simulation.trace("  scaled", scaled);
			require(scaled.from() == this.pool.staying(), Invariant.STAFFING, scaled, "with", this.pool.staying());
			require(!scaled.reason().isEmpty() && !scaled.cause().isEmpty(), Invariant.STAFFING, scaled);
			this.pool.decided += scaled.to() - scaled.from();
		}
		else if (event instanceof PoolEvent.Changed changed) {
			this.simulation.trace("  changed", changed.change());
		}
	}

	@Override
	public void wakeAt(long nanos) {
		this.rules.any();
		this.simulation.trace("  wake at", nanos / 1_000);
		this.pool.wakeAt = Math.min(this.pool.wakeAt, nanos);
	}

	@Override
	public void terminated() {
		this.rules.any();
		this.pool.terminated = true;
	}

	private void startFailed() {
		this.pool.failedStarts++;
		this.pool.lastFailedStartAt = this.pool.now();
	}

	private void ready(SimulatedWorker worker) {
		if (!worker.isAlive()) {
			return;
		}
		if (worker.phase != Phase.STARTING) {
			if (!worker.ready) {
				stale(Kind.READY, worker, (engine) -> engine.workerReady(worker.worker, this.pool.now()));
			}
			return;
		}
		worker.ready = true;
		worker.readyAt = this.pool.now();
		worker.idleSince = this.pool.now();
		worker.phase = Phase.IDLE;
		this.pool.failedStarts = 0;
		tell(Kind.READY, null, worker, null, (engine) -> engine.workerReady(worker.worker, this.pool.now()));
		if (this.nature.roll(this.nature.reportsTwice)) {
			later(millis(10),
					() -> stale(Kind.READY, worker, (engine) -> engine.workerReady(worker.worker, this.pool.now())));
		}
	}

	private void begin(SimulatedWorker worker, int assignment, boolean crashes) {
		SimulatedTask task = worker.task;
		if (!task.hangs || this.nature.roll(0.7)) {
			task.acknowledged = true;
			this.simulation.trace("  has begun", task);
		}
		if (this.nature.roll(0.3)) {
			tell(Kind.LOOK, task, worker, null, SimulatedWorkers::look);
		}
		if (task.hangs && this.nature.isProcess()) {
			return;
		}
		long takes = task.hangs ? millis(500) + this.nature.upTo(millis(2000)) : task.runNanos;
		for (int item = 1; item <= task.items; item++) {
			unlessOver(worker, assignment, takes * item / (task.items + 1), () -> item(worker));
		}
		if (crashes) {
			unlessOver(worker, assignment, takes, () -> exit(worker));
		}
		else {
			unlessOver(worker, assignment, takes, () -> finish(worker, task.succeeds));
		}
	}

	private void item(SimulatedWorker worker) {
		SimulatedTask task = worker.task;
		if (worker.interrupt == null && worker.phase == Phase.BUSY) {
			task.clockStartedAt = this.pool.now();
			worker.grantedUntil = 0;
		}
		tell(Kind.ITEM, task, worker, null, (engine) -> engine.itemFinished(worker.worker, task, this.pool.now()));
	}

	private void finish(SimulatedWorker worker, boolean succeeds) {
		SimulatedTask task = worker.task;
		worker.assignment++;
		Consumer<PoolEngine> report = (engine) -> engine.taskFinished(worker.worker, task, succeeds, this.pool.now());
		if (worker.phase != Phase.BUSY) {
			stale(Kind.FINISHED, worker, report);
			return;
		}
		this.pool.lastWorkAt = this.pool.now();
		worker.task = null;
		worker.phase = Phase.IDLE;
		worker.idleSince = this.pool.now();
		worker.tasksDone++;
		tell(Kind.FINISHED, task, worker, succeeds, report);
		if (this.nature.roll(this.nature.reportsTwice)) {
			later(millis(10), () -> reportAgain(worker, task));
		}
	}

	private void reportAgain(SimulatedWorker worker, SimulatedTask task) {
		stale(Kind.ITEM, worker, (engine) -> engine.itemFinished(worker.worker, task, this.pool.now()));
		stale(Kind.FINISHED, worker, (engine) -> engine.taskFinished(worker.worker, task, true, this.pool.now()));
	}

	private void exit(SimulatedWorker worker) {
		if (!worker.isAlive()) {
			return;
		}
		SimulatedTask task = worker.task;
		boolean lost = task != null && !task.state().isDone();
		this.pool.ends(worker);
		worker.phase = Phase.GONE;
		worker.task = null;
		worker.assignment++;
		this.pool.alive.remove(worker);
		this.pool.exited++;
		boolean timedOut = "start-timeout".equals(worker.killReason) && this.nature.isProcess();
		if (!worker.ready && (!worker.isKilled() || timedOut)) {
			startFailed();
		}
		if (task != null) {
			this.pool.lastWorkAt = this.pool.now();
		}
		if (lost) {
			task.place = Place.LOST;
			if (this.nature.isProcess() && !(worker.interrupt == Interrupt.TIMEOUT && task.acknowledged)) {
				task.deaths++;
				task.acknowledgedDeaths += task.acknowledged ? 1 : 0;
				task.retryDueAt = this.pool.now() + millis(100) * task.deaths;
			}
		}
		WorkerExit exit = this.nature.isProcess() ? new WorkerExit(worker.worker.name(), 1, 137, false, null,
				Duration.ZERO, 0, List.of(), null, List.of(), List.of()) : null;
		worker.failed = exit == null && this.nature.random.nextBoolean();
		tell(Kind.EXITED, task, worker, null, (engine) -> {
			if (worker.failed) {
				worker.worker.failed(new StackOverflowError("on purpose"));
			}
			engine.acknowledgements().look(worker.worker, SimulatedWorkers::isAcknowledged);
			engine.workerExited(worker.worker, exit, this.pool.now());
		});
		if (this.nature.roll(this.nature.reportsTwice)) {
			later(millis(10), () -> {
				stale(Kind.EXITED, worker, (engine) -> engine.workerExited(worker.worker, exit, this.pool.now()));
				stale(Kind.READY, worker, (engine) -> engine.workerReady(worker.worker, this.pool.now()));
				if (task != null) {
					reportAgain(worker, task);
				}
			});
		}
	}

	/** Workers leave a mark when they begin a task; only now the engine sees it. */
	static void look(PoolEngine engine) {
		engine.acknowledgements().look(SimulatedWorkers::isAcknowledged);
	}

	private static boolean isAcknowledged(EngineWorker worker, EngineTask task) {
		return ((SimulatedTask) task).acknowledged;
	}

	private void later(long longest, Runnable action) {
		this.pool.agenda.after(this.nature.upTo(longest), action);
	}

	private void unlessOver(SimulatedWorker worker, int assignment, long delay, Runnable action) {
		this.pool.agenda.after(delay, () -> {
			if (worker.isAlive() && worker.assignment == assignment) {
				action.run();
			}
		});
	}

	private void tell(Kind kind, SimulatedTask task, SimulatedWorker worker, Object flag, Consumer<PoolEngine> event) {
		this.simulation.tell(new Call(kind, task, worker, flag), event);
	}

	private void stale(Kind kind, SimulatedWorker worker, Consumer<PoolEngine> report) {
		this.simulation.tellStale(new Call(kind, null, worker, "stale"), report);
	}

}
