package dev.poolworks.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What {@link DecayingMean} makes of values that hold for a while.
 */
class DecayingMeanTests {

	private final DecayingMean mean = new DecayingMean(1000);

	@Test
	void nothingHasTheMeanZero() {
		assertThat(this.mean.value()).isZero();
	}

	@Test
	void firstValueIsTheMeanHoweverShort() {
		this.mean.add(7, 1);
		assertThat(this.mean.value()).isCloseTo(7, within(1e-9));
	}

	@Test
	void shortTimesCountByTheirLength() {
		this.mean.add(4, 1);
		this.mean.add(10, 2);
		assertThat(this.mean.value()).isCloseTo(8, within(0.01));
	}

	@Test
	void afterItsWindowAValueCountsForOneInE() {
		this.mean.add(1, 1_000_000);
		this.mean.add(0, 1000);
		assertThat(this.mean.value()).isCloseTo(1 / Math.E, within(1e-9));
	}

	@Test
	void piecesOfATimeAreTheTime() {
		DecayingMean whole = new DecayingMean(1000);
		this.mean.add(3, 500);
		whole.add(3, 500);
		for (int i = 0; i < 10; i++) {
			this.mean.add(5, 70);
		}
		whole.add(5, 700);
		assertThat(this.mean.value()).isCloseTo(whole.value(), within(1e-9));
	}

}
