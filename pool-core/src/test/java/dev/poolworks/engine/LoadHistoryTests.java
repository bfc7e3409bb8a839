package dev.poolworks.engine;

import dev.poolworks.policy.ScalingPolicy.Trend;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What a pool remembers of its load.
 */
class LoadHistoryTests {

	private static final long SECOND = 1_000_000_000L;

	private final LoadHistory history = new LoadHistory();

	@Test
	void demandFollowsTheTasksAndHowTheyScatter() {
		this.history.observe(4, 4, 0);
		this.history.observe(4, 4, 60 * SECOND);
		assertThat(trend(60 * SECOND).demand()).isCloseTo(4, within(0.01));
		assertThat(trend(60 * SECOND).demandDeviation()).isCloseTo(0, within(0.1));
		for (int i = 0; i < 1000; i++) {
			this.history.observe((i % 2) * 8, 4, 60 * SECOND + i * SECOND / 10);
		}
		assertThat(trend(160 * SECOND).demand()).isCloseTo(4, within(0.2));
		assertThat(trend(160 * SECOND).demandDeviation()).isCloseTo(4, within(0.2));
	}

	@Test
	void riseIsSeenSoonerThanAFall() {
		this.history.observe(2, 8, 0);
		this.history.observe(8, 8, 60 * SECOND);
		this.history.observe(8, 8, 62 * SECOND);
		assertThat(trend(62 * SECOND).demand()).as("two seconds of a rise").isCloseTo(8 - 6 / Math.E, within(0.01));
		this.history.observe(2, 8, 120 * SECOND);
		this.history.observe(2, 8, 126 * SECOND);
		assertThat(trend(126 * SECOND).demand()).as("six seconds of a fall").isCloseTo(2 + 6 / Math.E, within(0.01));
	}

	@Test
	void timeBeforeTheFirstTaskDoesNotCount() {
		this.history.observe(0, 0, 0);
		this.history.observe(4, 4, 600 * SECOND);
		this.history.observe(4, 4, 601 * SECOND);
		assertThat(trend(601 * SECOND).demand()).isCloseTo(4, within(1e-9));
		assertThat(trend(601 * SECOND).demandDeviation()).isCloseTo(0, within(1e-3));
	}

	@Test
	void meanDoesNotDependOnHowOftenItIsTaken() {
		LoadHistory often = new LoadHistory();
		often.observe(3, 3, 0);
		this.history.observe(3, 3, 0);
		for (int i = 1; i <= 100; i++) {
			often.observe(3, 3, i * SECOND / 10);
		}
		this.history.observe(3, 3, 10 * SECOND);
		assertThat(often.trend(0, 0, 0, 10 * SECOND).demand()).isCloseTo(trend(10 * SECOND).demand(), within(1e-9));
	}

	@Test
	void arrivalsOfTheLastSecondGiveTheRate() {
		for (int i = 0; i < 1000; i++) {
			this.history.observe(1, i, i * SECOND / 20);
		}
		assertThat(trend(50 * SECOND).arrivalRate()).isCloseTo(20, within(1.0));
	}

	@Test
	void startSoonAfterAnIdleWorkerEndedIsAFlapAndForgotten() {
		this.history.grown(SECOND);
		assertThat(trend(SECOND).flaps()).isZero();
		this.history.shrunk(10 * SECOND);
		this.history.grown(20 * SECOND);
		this.history.grown(21 * SECOND);
		assertThat(trend(21 * SECOND).flaps()).isEqualTo(1);
		this.history.shrunk(30 * SECOND);
		this.history.grown(61 * SECOND);
		assertThat(trend(61 * SECOND).flaps()).isEqualTo(1);
		this.history.observe(0, 0, 600 * SECOND);
		assertThat(trend(600 * SECOND).flaps()).isZero();
	}

	@Test
	void silenceLastsFromTheLastTask() {
		this.history.observe(1, 1, SECOND);
		assertThat(trend(3 * SECOND).silentNanos()).isZero();
		this.history.observe(0, 1, 4 * SECOND);
		this.history.observe(0, 1, 5 * SECOND);
		assertThat(trend(6 * SECOND).silentNanos()).isEqualTo(2 * SECOND);
	}

	@Test
	void silencesBetweenTasksAreRemembered() {
		for (int i = 1; i <= 10; i++) {
			this.history.observe(1, i, 20 * i * SECOND);
			this.history.observe(0, i, 20 * i * SECOND + SECOND);
		}
		assertThat(trend(300 * SECOND).silences().worthKeepingNanos(3 * SECOND)).as("19 s are not waited for")
			.isLessThan(SECOND);
		for (int i = 1; i <= 100; i++) {
			this.history.observe(1, i, 300 * SECOND + 2 * i * SECOND);
			this.history.observe(0, i, 300 * SECOND + 2 * i * SECOND + SECOND);
		}
		assertThat(trend(600 * SECOND).silences().worthKeepingNanos(3 * SECOND)).as("1 s is").isGreaterThan(SECOND);
	}

	@Test
	void firstTimesCountInFullAndLaterOnesMoveThem() {
		this.history.served(100);
		this.history.ready(1000);
		assertThat(trend(0).serviceNanos()).isEqualTo(100);
		assertThat(trend(0).startNanos()).isEqualTo(1000);
		this.history.served(300);
		this.history.ready(2000);
		assertThat(trend(0).serviceNanos()).isEqualTo(110);
		assertThat(trend(0).startNanos()).isEqualTo(1250);
	}

	private Trend trend(long now) {
		return this.history.trend(0, 0, Long.MAX_VALUE, now);
	}

}
