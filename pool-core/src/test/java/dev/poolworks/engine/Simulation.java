package dev.poolworks.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.TaskState;
import dev.poolworks.engine.Call.Kind;
import dev.poolworks.engine.SimulatedTask.Place;

import static dev.poolworks.engine.SimulationFailure.require;

/**
 * Drives the real engine through a random life in virtual time, in one thread.
 *
 * <pre>
 *  SimulatedClients ──▶ submit, cancel, shutdown ──▶ PoolEngine ──▶ start, send, kill ──▶ SimulatedWorkers
 *                                                      ▲   │                                   │
 *        Agenda: virtual time  ──▶ tick when wakeAt ───┘   │         ready, result, death ◀────┘
 *                                                          ▼
 *                     StateRules after every event, CommandRules at every command
 *                          compare with SimulatedPool, what is known from outside
 * </pre>
 */
final class Simulation {

	private static final int MAX_EVENTS = 100_000;

	private static final long MAX_NANOS = 3_600_000_000_000L;

	private static final int TRACE_LENGTH = 80;

	/** A life that is all pauses has no time for anything else. */
	private static final int MOST_PAUSES = 500;

	private final Nature nature;

	private final Agenda agenda;

	private final SimulatedPool pool;

	private final SimulatedClients clients;

	private final StateRules rules;

	private final PoolEngine engine;

	private final Deque<String> trace;

	private int events;

	private int pauses;

	private Simulation(long seed, Deque<String> trace) {
		this.nature = new Nature(seed);
		this.agenda = new Agenda(this.nature.random);
		this.pool = new SimulatedPool(this.nature, this.agenda);
		this.clients = new SimulatedClients(this, this.pool);
		this.rules = new StateRules(this.pool);
		this.engine = new PoolEngine(this.nature.settings, new SimulatedWorkers(this, this.pool));
		this.trace = trace;
	}

	/**
	 * Runs one life.
	 * @param seed which
	 * @return how many events it had
	 * @throws SimulationFailure if an invariant was broken, with the last events
	 */
	static int run(long seed) {
		try {
			return new Simulation(seed, null).run();
		}
		catch (SimulationFailure ex) {
			throw again(seed, ex);
		}
	}

	/** The same seed gives the same life: now with a trace. */
	private static SimulationFailure again(long seed, SimulationFailure first) {
		Deque<String> trace = new ArrayDeque<>();
		Simulation simulation = new Simulation(seed, trace);
		try {
			simulation.run();
			return new SimulationFailure(first.invariant(), "seed " + seed + " fails once, not twice", first);
		}
		catch (SimulationFailure ex) {
			return new SimulationFailure(ex.invariant(),
					ex.getMessage() + "\nseed " + seed + ": " + simulation.nature + "\n" + String.join("\n", trace),
					ex.getCause());
		}
	}

	private int run() {
		tell(Call.of(Kind.TICK), this.pool::tick);
		this.agenda.after(0, this.clients::step);
		long lateness = 0;
		while (true) {
			if (this.nature.roll(this.nature.pauses) && this.pauses < MOST_PAUSES) {
				standStill();
			}
			long wake = (this.pool.terminated || this.pool.wakeAt == Agenda.NEVER) ? Agenda.NEVER
					: Math.max(this.agenda.now(), this.pool.wakeAt) + lateness;
			long next = Math.max(this.agenda.now(), this.agenda.next());
			if (wake == Agenda.NEVER && next == Agenda.NEVER) {
				break;
			}
			if (wake < next || (wake == next && this.nature.random.nextBoolean())) {
				this.agenda.goTo(wake);
				lateness = this.nature.roll(0.1) ? this.nature.upTo(Nature.millis(5)) : 0;
				tell(Call.of(Kind.TICK), this.pool::tick);
			}
			else {
				this.agenda.poll().run();
			}
			require(this.events < MAX_EVENTS && this.agenda.now() < MAX_NANOS, Invariant.LIVENESS, this.events,
					"events,", this.agenda.now() / 1_000_000, "ms, and still", this.pool.state, this.pool.pending);
		}
		end();
		return this.events;
	}

	/** The whole process: then everybody wakes at once, the timer perhaps first. */
	private void standStill() {
		this.pauses++;
		this.agenda.goTo(this.agenda.now() + Nature.millis(100) + this.nature.upTo(Nature.millis(3000)));
		trace("stood still");
	}

	private void end() {
		require(this.pool.terminated && !this.clients.isBlocked(), Invariant.LIVENESS,
				"nothing more happens, yet it is", this.pool.state, this.pool.pending, this.pool.alive);
		for (SimulatedTask task : this.clients.submitted()) {
			boolean fits = task.end != null || task.state() == TaskState.REJECTED || task.place == Place.OUTSIDE;
			require(fits, Invariant.ONE_END, task, "never ended");
		}
	}

	/**
	 * Tells the engine something, and checks what it made of it.
	 * @param call what, in words
	 * @param event tells it
	 */
	void tell(Call call, Consumer<PoolEngine> event) {
		this.events++;
		if (this.trace != null) {
			trace(this.agenda.now() / 1_000 + " us: " + call);
		}
		this.pool.call = call;
		this.nature.eventBegins();
		try {
			event.accept(this.engine);
		}
		catch (SimulationFailure ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new SimulationFailure(Invariant.NO_ERROR, Texts.of(ex), ex);
		}
		this.nature.requireEnd();
		settlePlaces();
		this.rules.check(this.engine.snapshot());
		this.pool.call = Call.NONE;
		this.clients.retryBlocked(!this.engine.isFull(0));
	}

	/**
	 * Tells the engine what it should take no notice of.
	 * @param call what, in words
	 * @param event tells it
	 */
	void tellStale(Call call, Consumer<PoolEngine> event) {
		PoolSnapshot before = this.engine.snapshot();
		long commands = this.pool.commands;
		tell(call, event);
		require(commands == this.pool.commands && before.equals(this.engine.snapshot()), Invariant.STALE_REPORT, call);
	}

	boolean isBroken() {
		return this.engine.snapshot().isBroken();
	}

	void trace(String what, Object... facts) {
		if (this.trace != null) {
			StringBuilder line = new StringBuilder(what);
			for (Object fact : facts) {
				line.append(' ').append(fact);
			}
			if (this.trace.size() == TRACE_LENGTH) {
				this.trace.removeFirst();
			}
			this.trace.add(line.toString());
		}
	}

	/** Tasks that were lost or were to be retried wait again. */
	private void settlePlaces() {
		for (SimulatedTask task : this.pool.pending) {
			if (task.place == Place.LOST || task.place == Place.RETRYING) {
				if (task.isWaiting()) {
					task.place = Place.WAITING;
					task.waitingSince = this.agenda.now();
				}
				else if (task.state() == TaskState.RETRYING) {
					task.place = Place.RETRYING;
				}
			}
		}
	}

}
