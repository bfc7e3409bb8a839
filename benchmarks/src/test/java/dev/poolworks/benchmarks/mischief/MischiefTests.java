package dev.poolworks.benchmarks.mischief;

import java.util.stream.Stream;

import dev.poolworks.PoolType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is done to a pool through its public API: limits hold, tasks succeed, counts
 * add up, the pool ends, and nothing is left.
 */
@Tag("slow")
@Tag("mischief")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MischiefTests {

	@ParameterizedTest(name = "{0} pool: {1}")
	@MethodSource
	void aPoolBears(PoolType type, Deed deed) throws Exception {
		Trial.of(type, deed);
	}

	static Stream<Arguments> aPoolBears() {
		return Riot.types()
			.stream()
			.flatMap((type) -> Deed.all()
				.stream()
				.filter((deed) -> deed.types().contains(type))
				.map((deed) -> Arguments.of(type, deed)));
	}

	@Test
	void thereAreManyDeedsAndNoTwoAreTheSame() {
		assertThat(Deed.all()).hasSizeGreaterThanOrEqualTo(60).extracting(Deed::name).doesNotHaveDuplicates();
	}

}
