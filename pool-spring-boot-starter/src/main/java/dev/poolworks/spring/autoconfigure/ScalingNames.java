package dev.poolworks.spring.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;

import org.springframework.beans.factory.BeanFactory;

/**
 * The policies that {@code scaling} knows by name; any other name is that of a bean. A
 * new policy is a line here, and a hint in the metadata.
 */
final class ScalingNames {

	private static final Map<String, Supplier<ScalingPolicy>> POLICIES = new TreeMap<>();

	static {
		POLICIES.put("adaptive", ScalingPolicy::adaptive);
		POLICIES.put("eager", ScalingPolicy::eager);
		POLICIES.put("fixed", ScalingPolicy::fixed);
		POLICIES.put("spares", ScalingPolicy::spares);
	}

	private ScalingNames() {
	}

	static ScalingPolicy policy(String pool, String name, BeanFactory beans) {
		Supplier<ScalingPolicy> policy = POLICIES.get(name);
		if (policy != null) {
			return policy.get();
		}
		if (!beans.containsBean(name) || !beans.isTypeMatch(name, ScalingPolicy.class)) {
			throw new PoolConfigurationException(
					"pool.executors." + pool + ".scaling is '" + name + "', which is none of "
							+ String.join(", ", POLICIES.keySet()) + ", nor the name of a "
							+ ScalingPolicy.class.getName() + " bean.",
					"Use one of these words, or define such a bean.");
		}
		return beans.getBean(name, ScalingPolicy.class);
	}

}
