package dev.poolworks.spring.actuate;

import java.util.stream.Stream;

import dev.poolworks.spring.PoolRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/**
 * The health of all pools, one contributor for each under the pool's name. Thread-safe.
 * <p>
 * The pools are looked up at every request and not when the contributor is made: health
 * must not be what creates them.
 */
public final class PoolsHealthContributor implements CompositeHealthContributor {

	private final PoolRegistry pools;

	/**
	 * Makes the contributor.
	 * @param pools the pools
	 */
	public PoolsHealthContributor(PoolRegistry pools) {
		this.pools = pools;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.pools.find(name).map(PoolHealthIndicator::new).orElse(null);
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return this.pools.pools()
			.stream()
			.map((pool) -> new HealthContributors.Entry(pool.name(), new PoolHealthIndicator(pool)));
	}

}
