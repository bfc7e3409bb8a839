package dev.poolworks.engine;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For how long of a silence workers are kept. A start costs as much as 3,000 ms of a
 * worker.
 */
class SilenceHistoryTests {

	private static final long MILLI = 1_000_000;

	private final SilenceHistory history = new SilenceHistory();

	@Test
	void workersAreKeptForWhatAStartCostsWhileLittleIsKnown() {
		assertThat(worthMillis()).isEqualTo(3000);
		silences(3, 20_000);
		assertThat(worthMillis()).isEqualTo(3000);
	}

	@Test
	void silencesThatAreNeverOverSoonAreNotWaitedFor() {
		silences(20, 20_000);
		assertThat(worthMillis()).isEqualTo(40);
	}

	@Test
	void silencesThatAreAlwaysOverSoonAreWaitedForWithAMargin() {
		silences(20, 500);
		assertThat(worthMillis()).isBetween(2000L, 2900L);
	}

	@Test
	void shortSilencesAreWaitedForAndLongOnesAreNot() {
		for (int i = 0; i < 50; i++) {
			silences(1, (i % 2 == 0) ? 300 : 60_000);
		}
		assertThat(worthMillis()).isBetween(1200L, 1800L);
	}

	@Test
	void silencesAsLongAsAStartIsDearAreNotWaitedForAndHalfAsLongOnesAre() {
		silences(20, 4_000);
		assertThat(worthMillis()).isEqualTo(40);
		SilenceHistory other = new SilenceHistory();
		for (int i = 0; i < 20; i++) {
			other.add(1_500 * MILLI);
		}
		assertThat(other.worthKeepingNanos(3000 * MILLI)).isGreaterThan(1_500 * MILLI);
	}

	@Test
	void silencesWithoutNumberLeaveItAbleToLearn() {
		for (int round = 0; round < 3; round++) {
			silences(20_000, 500);
			assertThat(worthMillis()).isBetween(2000L, 2900L);
			silences(500, 20_000);
			assertThat(worthMillis()).isEqualTo(40);
		}
	}

	@Test
	void costDecidesNotFrequency() {
		for (int i = 0; i < 100; i++) {
			silences(1, (i % 10 == 9) ? 600_000 : 50);
		}
		assertThat(worthMillis()).isBetween(200L, 300L);
	}

	@Test
	void whatWasLongAgoIsForgotten() {
		silences(500, 20_000);
		silences(200, 500);
		assertThat(worthMillis()).isBetween(2000L, 2900L);
		silences(200, 20_000);
		assertThat(worthMillis()).isEqualTo(40);
	}

	@Test
	void pausesOfAFewMillisecondsAreNoSilences() {
		silences(20, 20_000);
		silences(1_000, 3);
		assertThat(worthMillis()).isEqualTo(40);
		SilenceHistory other = new SilenceHistory();
		for (int i = 0; i < 1000; i++) {
			other.add(3 * MILLI);
		}
		assertThat(other.worthKeepingNanos(3000 * MILLI)).isEqualTo(3000 * MILLI);
	}

	@Test
	void costOfAStartMayChange() {
		silences(20, 5_000);
		assertThat(worthMillis()).isEqualTo(40);
		assertThat(this.history.worthKeepingNanos(9000 * MILLI)).isGreaterThan(5_000 * MILLI);
		assertThat(worthMillis()).isEqualTo(40);
	}

	@Test
	void limitIsNeverMuchDearerThanTheBestThatCanBeKnown() {
		SplittableRandom random = new SplittableRandom(1);
		for (double mean : new double[] { 100, 1000, 2000, 4000, 8000, 30_000 }) {
			SilenceHistory learned = new SilenceHistory();
			double cost = 0;
			double keeping = 0;
			double starting = 0;
			for (int i = 0; i < 2000; i++) {
				double silence = -mean * Math.log(1 - random.nextDouble());
				double limit = learned.worthKeepingNanos(3000 * MILLI) / 1e6;
				if (i >= 100) {
					cost += Math.min(silence, limit) + ((silence > limit) ? 3000 : 0);
					keeping += silence;
					starting += 3000;
				}
				learned.add((long) (silence * 1e6));
			}
			assertThat(cost / Math.min(keeping, starting)).as("mean %s ms", mean).isBetween(0.9, 1.25);
		}
	}

	@Test
	void manyYearsOfSilencesAreNoMatter() {
		silences(20_000, 500);
		assertThat(worthMillis()).isBetween(2000L, 2900L);
		silences(300, Long.MAX_VALUE / MILLI);
		assertThat(worthMillis()).isEqualTo(40);
	}

	private void silences(int count, long millis) {
		for (int i = 0; i < count; i++) {
			this.history.add(millis * MILLI);
		}
	}

	private long worthMillis() {
		return this.history.worthKeepingNanos(3000 * MILLI) / MILLI;
	}

}
