package dev.poolworks.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.poolworks.WorkerInitializer;
import dev.poolworks.wire.ValueCodec;

/**
 * What workers are told before their first task.
 *
 * @param settled names of properties that the arguments of workers' JVMs have settled
 * @param forced properties that win over the application's
 * @param initializers encoded initializers
 */
record WorkerStart(Set<String> settled, Map<String, String> forced, byte[] initializers) {

	/** Less than what a frame has beyond the largest task. */
	private static final long ROOM_BYTES = 2 * 1024 * 1024;

	/**
	 * Encodes it.
	 * @param maxPayloadBytes largest task; initializers may be somewhat larger, so that a
	 * small limit leaves room for them
	 * @param plan how the workers are launched
	 * @param forced properties that win over the application's
	 * @param initializers in the order in which they run
	 * @return what to tell
	 */
	static WorkerStart of(long maxPayloadBytes, LaunchPlan plan, Map<String, String> forced,
			List<WorkerInitializer> initializers) {
		ValueCodec values = new ValueCodec(ClassLoader.getSystemClassLoader(), maxPayloadBytes + ROOM_BYTES);
		return new WorkerStart(plan.properties(), Map.copyOf(forced),
				values.encode(new ArrayList<>(initializers), "initializer"));
	}

	/**
	 * The system properties of a worker that is started now.
	 * @return name and value
	 */
	Map<String, String> properties() {
		Map<String, String> properties = new HashMap<>(ApplicationProperties.now());
		properties.keySet().removeAll(this.settled);
		properties.putAll(this.forced);
		return properties;
	}

}
