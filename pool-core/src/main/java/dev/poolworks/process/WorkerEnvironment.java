package dev.poolworks.process;

import dev.poolworks.wire.Handshake;
import dev.poolworks.wire.Transport;

/**
 * What all worker processes of a pool share.
 *
 * @param pool the pool's name
 * @param plan how they are launched
 * @param directory where their directories are
 * @param transport how they connect
 * @param maxPayloadBytes largest value either way
 * @param output where their output goes
 * @param measuresMemory whether their memory is to be measured after each task
 * @param answers decodes what they answer
 * @param start what they are told before their first task
 */
record WorkerEnvironment(String pool, LaunchPlan plan, PoolDirectory directory, Transport transport,
		long maxPayloadBytes, WorkerOutput output, boolean measuresMemory, Answers answers, WorkerStart start) {

	/**
	 * What a frame has beyond its payload: head of a task, or description of a failure.
	 */
	private static final long OVERHEAD_BYTES = 4 * 1024 * 1024;

	int maxFrameBytes() {
		return (int) Math.min(Integer.MAX_VALUE - 16, this.maxPayloadBytes + OVERHEAD_BYTES);
	}

	Handshake.Setup setup(String worker) {
		return new Handshake.Setup(this.pool, worker, this.maxPayloadBytes, this.start.properties(),
				SecuritySettings.changed(), this.start.initializers());
	}

}
