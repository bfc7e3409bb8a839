package dev.poolworks.spring.actuate;

import dev.poolworks.PoolType;
import dev.poolworks.spring.PoolRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.HealthContributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

class PoolsHealthContributorTests {

	private final PoolsHealthContributor contributor = new PoolsHealthContributor(
			FakeRegistry.of(new FakePool("render", PoolType.PROCESS), new FakePool("mail", PoolType.THREAD)));

	@Test
	void streamHasOneEntryForEachPool() {
		assertThat(this.contributor.stream()).extracting(HealthContributors.Entry::name)
			.containsExactly("render", "mail");
	}

	@Test
	void getContributorFindsPoolByName() {
		assertThat(this.contributor.getContributor("render")).isInstanceOf(PoolHealthIndicator.class);
	}

	@Test
	void getContributorOfUnknownPoolIsNull() {
		assertThat(this.contributor.getContributor("fax")).isNull();
	}

	@Test
	void makingTheContributorCreatesNoPool() {
		PoolRegistry pools = mock(PoolRegistry.class);
		new PoolsHealthContributor(pools);
		verifyNoInteractions(pools);
	}

}
