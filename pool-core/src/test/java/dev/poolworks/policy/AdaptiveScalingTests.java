package dev.poolworks.policy;

import java.util.SplittableRandom;

import dev.poolworks.policy.ScalingPolicy.ScalingLoad;
import dev.poolworks.policy.ScalingPolicy.Target;
import dev.poolworks.policy.ScalingPolicy.Trend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The decisions of {@link AdaptiveScaling}. A start takes 800 ms unless said otherwise.
 */
class AdaptiveScalingTests {

	private static final long MILLI = 1_000_000;

	private static final ScalingPolicy POLICY = ScalingPolicy.adaptive();

	@ParameterizedTest
	@CsvSource(textBlock = """
			# starting, busy, queued, task ms, start ms, age ms, to,  why
			0,        1,    20,     5,       800,      0,      1,   gone before another worker is ready
			0,        1,    5,      200,     800,      0,      2,   would wait for longer than a start
			0,        4,    40,     200,     800,      0,      6,   as many as are done with it in a start's time
			0,        4,    400,    200,     800,      0,      8,   no more than twice as many at a time
			4,        4,    10,     200,     800,      0,      8,   those that start are capacity
			0,        1,    1,      200,     800,      410,    2,   has waited for half a start
			1,        1,    1,      200,     800,      410,    2,   help is on its way
			0,        4,    1,      5,       1,        0,      5,   threads start at once
			0,        0,    1,      200,     800,      0,      1,   nobody there
			0,        0,    9,      0,       0,        0,      1,   nothing known: doubles
			0,        1,    9,      0,       0,        0,      2,   nothing known: doubles
			0,        4,    9,      0,       0,        0,      8,   nothing known: doubles
			0,        2,    1,      0,       0,        0,      3,   no more than tasks
			""")
	void growsWhereAStartIsWorthIt(int starting, int busy, int queued, long serviceMillis, long startMillis,
			long ageMillis, int to) {
		Trend trend = new Trend(busy, 0, 0, serviceMillis * MILLI, startMillis * MILLI, ageMillis * MILLI, 0, 0,
				Long.MAX_VALUE, 0, 60_000 * MILLI);
		assertThat(POLICY.target(new ScalingLoad(0, 64, 0, starting, 0, busy, queued, false, trend)).workers())
			.isEqualTo(to);
	}

	@Test
	void saysWhyItGrows() {
		Trend trend = new Trend(2, 0, 10, 200 * MILLI, 500 * MILLI, 310 * MILLI, 0, 0, Long.MAX_VALUE, 0,
				60_000 * MILLI);
		assertThat(POLICY.target(new ScalingLoad(0, 64, 0, 1, 0, 1, 17, false, trend)).reason())
			.isEqualTo("grow 2 → 4: queue age 310 ms > 250 ms, 17 queued, 1 busy, 1 starting");
	}

	@Test
	void saysWhyItShrinks() {
		Trend trend = new Trend(1.2, 0.9, 5, 200 * MILLI, 800 * MILLI, 0, 900 * MILLI, 100, Long.MAX_VALUE, 0,
				60_000 * MILLI);
		assertThat(POLICY.target(new ScalingLoad(0, 64, 0, 0, 6, 1, 0, false, trend)).reason())
			.isEqualTo("shrink 7 → 6: of late 2.1 needed, one idle for 900 ms");
	}

	@Test
	void oneToThirtyTwoWorkersTakeNoMoreThanSixSteps() {
		int have = 1;
		int steps = 0;
		while (have < 32) {
			Trend trend = new Trend(have, 0, 1000, 200 * MILLI, 800 * MILLI, 0, 0, 0, Long.MAX_VALUE, 0,
					60_000 * MILLI);
			have = POLICY.target(new ScalingLoad(1, 32, 0, 0, 0, have, 1000, false, trend)).workers();
			steps++;
		}
		assertThat(steps).isLessThanOrEqualTo(6);
	}

	@Test
	void calmPeriodLengthensWithFlapsUpToTheIdleTimeout() {
		assertThat(idleMillis(0, 60_000)).isEqualTo(16_000);
		assertThat(idleMillis(1, 60_000)).isEqualTo(32_000);
		assertThat(idleMillis(9, 60_000)).isEqualTo(60_000);
	}

	@Test
	void silenceEndsTheCalmPeriod() {
		Trend trend = new Trend(1.5, 0.5, 0, 200 * MILLI, 800 * MILLI, 0, 1700 * MILLI, 1700 * MILLI, Long.MAX_VALUE, 5,
				60_000 * MILLI);
		Target target = POLICY.target(new ScalingLoad(0, 64, 0, 0, 2, 0, 0, false, trend));
		assertThat(target.workers()).isEqualTo(1);
		assertThat(target.idleNanos()).isLessThanOrEqualTo(1700 * MILLI + 1);
	}

	@Test
	void spareWorkersAreKeptWhileThereIsWork() {
		Trend trend = new Trend(1, 0, 1, 200 * MILLI, 800 * MILLI, 0, 60_000 * MILLI, 0, Long.MAX_VALUE, 0,
				60_000 * MILLI);
		assertThat(POLICY.target(new ScalingLoad(0, 64, 2, 0, 0, 1, 0, false, trend)))
			.extracting(Target::workers, Target::reason)
			.containsExactly(3, "grow 1 → 3: busy=1 spare=2");
		assertThat(POLICY.target(new ScalingLoad(0, 64, 2, 0, 2, 1, 0, false, trend)).workers()).isEqualTo(3);
	}

	@Test
	void neverWantsLessThanNothingOrMoreThanThereIsWorkForWhateverTheFigures() {
		SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < 100_000; i++) {
			Trend trend = new Trend(random.nextDouble() * 40, random.nextDouble() * 9, random.nextDouble() * 1e5,
					some(random), some(random), some(random), some(random), some(random),
					random.nextBoolean() ? Long.MAX_VALUE : some(random), random.nextDouble() * 9,
					random.nextBoolean() ? Long.MAX_VALUE : some(random));
			ScalingLoad load = new ScalingLoad(0, 32, random.nextInt(3), random.nextInt(9), random.nextInt(9),
					random.nextInt(20), random.nextInt(random.nextBoolean() ? 3 : Integer.MAX_VALUE),
					random.nextBoolean(), trend);
			Target target = POLICY.target(load);
			int have = load.starting() + load.idle() + load.busy();
			long work = (long) load.busy() + load.queued() + load.spare();
			assertThat((long) target.workers()).as("%s", load)
				.isBetween(Math.max(0L, have - 1), Math.max(Math.max(have, 1), work));
			assertThat(target.idleNanos()).as("%s", load).isBetween(0L, trend.idleTimeoutNanos());
			assertThat(target.againNanos()).as("%s", load).isPositive();
		}
	}

	private static long some(SplittableRandom random) {
		return random.nextInt(4) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 50));
	}

	private static long idleMillis(double flaps, long idleTimeoutMillis) {
		Trend trend = new Trend(2, 1, 10, 200 * MILLI, 800 * MILLI, 0, 0, 0, Long.MAX_VALUE, flaps,
				idleTimeoutMillis * MILLI);
		return POLICY.target(new ScalingLoad(0, 64, 0, 0, 3, 1, 0, false, trend)).idleNanos() / MILLI;
	}

}
