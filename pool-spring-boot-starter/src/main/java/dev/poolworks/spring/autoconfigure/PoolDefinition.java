package dev.poolworks.spring.autoconfigure;

import dev.poolworks.PoolType;
import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;

/**
 * One configured pool, checked.
 *
 * @param name the name of the pool and of its bean
 * @param type what its workers are
 * @param settings the values that hold for it, those of {@code pool.defaults} included
 */
record PoolDefinition(String name, PoolType type, Settings settings) {

	boolean isPrimary() {
		return Boolean.TRUE.equals(this.settings.primary());
	}

}
