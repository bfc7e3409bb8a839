package dev.poolworks.engine;

/**
 * Notices that the whole process has stood still, stopped by a signal, a debugger, a
 * frozen container or a long collection: a tick comes much later than asked. What has
 * ended meanwhile nobody could hear of. Limits are therefore not judged at once: those
 * who read the workers' answers come first. A process that never gets its ticks in time
 * is not paused but slow, and its limits are judged all the same.
 */
final class Pause {

	/** A tick that is later than this was not merely late. */
	static final long LATE_NANOS = 500_000_000L;

	/** How long those who read answers have. */
	static final long GRACE_NANOS = 250_000_000L;

	/** How often in a row judging is put off. */
	static final int ROW = 3;

	private long over;

	private int row;

	/**
	 * A tick comes.
	 * @param asked when it was asked for
	 * @param now the time
	 * @return how long the process has stood still at least; 0 if it has not
	 */
	long noticed(long asked, long now) {
		if (now - asked <= LATE_NANOS) {
			this.row = (now >= this.over) ? 0 : this.row;
			return 0;
		}
		if (this.row == ROW) {
			return 0;
		}
		this.row++;
		this.over = now + GRACE_NANOS;
		return now - asked;
	}

	/**
	 * When limits may be judged again.
	 * @return the time, past or to come
	 */
	long over() {
		return this.over;
	}

}
