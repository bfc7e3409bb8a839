package dev.poolworks.engine;

/**
 * What the engine is told.
 *
 * @param kind the event
 * @param task the task it is about, or {@code null}
 * @param worker the worker it is about, or {@code null}
 * @param flag whatever it says: succeeded, may interrupt
 */
record Call(Kind kind, SimulatedTask task, SimulatedWorker worker, Object flag) {

	static final Call NONE = new Call(null, null, null, null);

	static Call of(Kind kind) {
		return new Call(kind, null, null, null);
	}

	static Call of(Kind kind, SimulatedTask task, Object flag) {
		return new Call(kind, task, null, flag);
	}

	boolean is(Kind kind) {
		return this.kind == kind;
	}

	@Override
	public String toString() {
		return this.kind + ((this.worker != null) ? " " + this.worker : "")
				+ ((this.task != null) ? " " + this.task : "") + ((this.flag != null) ? " " + this.flag : "");
	}

	/** The engine's events. */
	enum Kind {

		SUBMIT, SUBMIT_FAILED, CALLER_RAN, CANCEL, READY, LOOK, ITEM, FINISHED, EXITED, TICK, RESIZE, SUSPEND, RESUME,
		SHUTDOWN, SHUTDOWN_NOW, MEASURED, OPEN_FEED, CLOSE_FEED, MAKE_ROOM, ROOM_MADE

	}

}
