package dev.poolworks.spring.actuate;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.poolworks.TaskPool;
import dev.poolworks.spring.PoolRegistry;

/**
 * A registry of the given pools.
 */
final class FakeRegistry implements PoolRegistry {

	private final Map<String, TaskPool> pools = new LinkedHashMap<>();

	static FakeRegistry of(FakePool... fakes) {
		return of(Arrays.stream(fakes).map((fake) -> fake.pool).toArray(TaskPool[]::new));
	}

	static FakeRegistry of(TaskPool... pools) {
		FakeRegistry registry = new FakeRegistry();
		for (TaskPool pool : pools) {
			registry.pools.put(pool.name(), pool);
		}
		return registry;
	}

	@Override
	public TaskPool get(String name) {
		return find(name).orElseThrow();
	}

	@Override
	public Optional<TaskPool> find(String name) {
		return Optional.ofNullable(this.pools.get(name));
	}

	@Override
	public Collection<TaskPool> pools() {
		return this.pools.values();
	}

	@Override
	public Set<String> names() {
		return this.pools.keySet();
	}

}
