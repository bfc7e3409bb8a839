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

	/**
	 * Encodes it.
	 * @param values encodes the initializers
	 * @param forced properties that win over the application's
	 * @param initializers in the order in which they run
	 * @return what to tell
	 */
	static WorkerStart of(ValueCodec values, Map<String, String> forced, List<WorkerInitializer> initializers) {
		Map<String, String> properties = new HashMap<>(LaunchPlan.properties());
		properties.putAll(forced);
		return new WorkerStart(Map.copyOf(properties), values.encode(new ArrayList<>(initializers), "initializer"));
	}

}
