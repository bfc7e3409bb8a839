package dev.poolworks.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.poolworks.WorkerInitializer;
import dev.poolworks.wire.ValueCodec;

/**
 * What workers are told before their first task.
 *
 * @param properties system properties
 * @param initializers encoded initializers
 */
record WorkerStart(Map<String, String> properties, byte[] initializers) {

	/** Less than what a frame has beyond the largest task. */
	private static final long ROOM_BYTES = 2 * 1024 * 1024;

	/**
	 * Encodes it.
	 * @param maxPayloadBytes largest task; initializers may be somewhat larger, so that a
	 * small limit leaves room for them
	 * @param forced properties that win over the application's
	 * @param initializers in the order in which they run
	 * @return what to tell
	 */
	static WorkerStart of(long maxPayloadBytes, Map<String, String> forced, List<WorkerInitializer> initializers) {
		Map<String, String> properties = new HashMap<>(LaunchPlan.properties());
		properties.putAll(forced);
		ValueCodec values = new ValueCodec(ClassLoader.getSystemClassLoader(), maxPayloadBytes + ROOM_BYTES);
		return new WorkerStart(Map.copyOf(properties), values.encode(new ArrayList<>(initializers), "initializer"));
	}

}
