package dev.poolworks.pool;

/**
 * What the futures of a pool can do with their tasks.
 *
 * @param driver owns the engine
 */
record TaskControl(EngineDriver driver) implements PoolTask.Control {

	@Override
	public boolean cancel(PoolTask<?> task, boolean mayInterrupt) {
		return this.driver.ask((engine) -> engine.cancel(task, mayInterrupt, this.driver.now()));
	}

	@Override
	public void lookForBegun() {
		this.driver.askUpToDate((engine) -> engine);
	}

}
