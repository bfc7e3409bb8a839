package dev.poolworks.spring.task;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.poolworks.PoolType;
import org.jspecify.annotations.Nullable;

/**
 * The configured pools as far as {@code @PooledTask} needs to know them without creating
 * them. Immutable.
 */
public final class KnownPools {

	private final Map<String, KnownPool> pools = new LinkedHashMap<>();

	public KnownPools(Collection<KnownPool> pools) {
		pools.forEach((pool) -> this.pools.put(PoolNames.uniform(pool.name()), pool));
	}

	@Nullable KnownPool find(String name) {
		return this.pools.get(PoolNames.uniform(name));
	}

	List<String> names() {
		return this.pools.values().stream().map(KnownPool::name).toList();
	}

	/**
	 * One pool.
	 *
	 * @param name its name, which is that of its bean
	 * @param type what its workers are
	 * @param beansInWorker whether its worker processes have a Spring context; without
	 * meaning for threads
	 */
	public record KnownPool(String name, PoolType type, boolean beansInWorker) {

		boolean isProcess() {
			return this.type == PoolType.PROCESS;
		}

	}

}
