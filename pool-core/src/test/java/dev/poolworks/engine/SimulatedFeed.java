package dev.poolworks.engine;

import dev.poolworks.TaskState;
import dev.poolworks.engine.Call.Kind;

import static dev.poolworks.engine.Nature.millis;
import static dev.poolworks.engine.SimulationFailure.require;

/**
 * A source of tasks, such as the input of a map: submits one after the other, until it is
 * used up or turned away. A pool that drains waits for it.
 */
final class SimulatedFeed {

	private final Simulation simulation;

	private final SimulatedPool pool;

	private final SimulatedClients clients;

	private int left;

	SimulatedFeed(Simulation simulation, SimulatedPool pool, SimulatedClients clients) {
		this.simulation = simulation;
		this.pool = pool;
		this.clients = clients;
		this.left = pool.nature.random.nextInt(6);
	}

	void open(boolean nested) {
		this.simulation.tell(Call.of(Kind.OPEN_FEED, null, nested), (engine) -> {
			boolean expected = this.pool.admits(nested);
			boolean admitted = engine.feeds().open(engine.state(), nested);
			require(admitted == expected, Invariant.ADMISSION, "feed admitted:", admitted, "in", this.pool.state);
			this.pool.openFeeds += admitted ? 1 : 0;
			this.left = admitted ? this.left : -1;
		});
		if (this.left >= 0) {
			later();
		}
	}

	private void next() {
		SimulatedTask task = (this.left-- > 0) ? this.clients.submitFed() : null;
		if (task != null && task.state() != TaskState.REJECTED) {
			later();
		}
		else {
			close();
		}
	}

	private void close() {
		this.simulation.tell(Call.of(Kind.CLOSE_FEED), (engine) -> {
			this.pool.openFeeds--;
			engine.feeds().close();
			this.pool.tick(engine);
		});
	}

	private void later() {
		this.pool.agenda.after(this.pool.nature.upTo(millis(50)), this::next);
	}

}
