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
 * The decisions of {@link AdaptiveScaling}.
 */
class AdaptiveScalingTests {

	private static final long MILLI = 1_000_000;

	private static final ScalingPolicy POLICY = ScalingPolicy.adaptive();

	private final Past past = new Past();

	@ParameterizedTest
	@CsvSource(textBlock = """
			# starting, busy, queued, task ms, start ms, age ms, to,  why
			0,        1,    20,     5,       800,      0,      1,   gone before another worker is ready
			0,        1,    2,      200,     800,      0,      1,   0.6 of a start is no long wait
			0,        1,    3,      200,     800,      0,      2,   would wait for longer than 0.6 of a start
			0,        4,    70,     200,     800,      0,      6,   as many as are done with it in 2.5 starts' time
			0,        4,    400,    200,     800,      0,      8,   no more than twice as many at a time
			4,        4,    10,     200,     800,      0,      8,   those that start are capacity
			0,        1,    1,      200,     800,      490,    2,   has waited for 0.6 of a start
			1,        1,    1,      200,     800,      490,    2,   help is on its way
			0,        4,    9,      1,       800,      3300,   8,   the longer it has waited the more
			0,        4,    1,      5,       1,        0,      5,   threads start at once
			0,        0,    1,      200,     800,      0,      1,   nobody there
			0,        0,    9,      0,       0,        0,      1,   nothing known: doubles
			0,        1,    9,      0,       0,        0,      2,   nothing known: doubles
			0,        4,    9,      0,       0,        0,      8,   nothing known: doubles
			0,        2,    1,      0,       0,        0,      3,   no more than tasks
			""")
	void growsWhereAStartIsWorthIt(int starting, int busy, int queued, long serviceMillis, long startMillis,
			long ageMillis, int to) {
		this.past.demand = busy;
		this.past.service = serviceMillis;
		this.past.start = startMillis;
		this.past.oldestQueued = ageMillis;
		assertThat(target(starting, 0, busy, queued).workers()).isEqualTo(to);
	}

	@Test
	void growsByLessThanDoublingOnlyAfterAPause() {
		this.past.sinceGrowth = 10;
		Target target = target(1, 0, 3, 60);
		assertThat(target.workers()).isEqualTo(4);
		assertThat(target.againNanos()).isEqualTo(15 * MILLI);
		this.past.sinceGrowth = 25;
		assertThat(target(1, 0, 3, 60).workers()).isEqualTo(5);
		this.past.sinceGrowth = 10;
		assertThat(target(1, 0, 3, 400).workers()).isEqualTo(8);
		assertThat(POLICY.target(new ScalingLoad(0, 5, 0, 1, 0, 3, 60, false, this.past.trend())).workers())
			.as("the last one there may be")
			.isEqualTo(5);
	}

	@Test
	void threadsDoNotPause() {
		this.past.start = 1;
		this.past.sinceGrowth = 0;
		assertThat(target(0, 0, 4, 1).workers()).isEqualTo(5);
	}

	@Test
	void growsForWhatArrivesWhileAWorkerStarts() {
		this.past.arrivalRate = 30;
		assertThat(target(0, 0, 4, 10).workers()).isEqualTo(8);
		this.past.arrivalRate = 25;
		assertThat(target(0, 0, 4, 10).workers()).isEqualTo(7);
	}

	@Test
	void asksAgainWhenTheOldestTaskWillHaveWaitedForLong() {
		this.past.oldestQueued = 100;
		Target target = target(0, 0, 1, 1);
		assertThat(target.workers()).isOne();
		assertThat(target.againNanos()).isBetween(380 * MILLI, 382 * MILLI);
	}

	@Test
	void saysWhyItGrows() {
		this.past.start = 500;
		this.past.oldestQueued = 310;
		assertThat(target(1, 0, 1, 17)).extracting(Target::cause, Target::reason)
			.containsExactly("queue-age", "queue age 310 ms > 300 ms, 17 queued, 1 busy, 1 starting");
		this.past.oldestQueued = 10;
		assertThat(target(0, 0, 2, 17)).extracting(Target::cause, Target::reason)
			.containsExactly("backlog", "queue takes 1700 ms > 300 ms, 17 queued, 2 busy, 0 starting");
	}

	@Test
	void saysWhyItShrinks() {
		this.past.demand = 1.2;
		this.past.deviation = 1;
		this.past.coldestIdle = 900;
		assertThat(target(0, 6, 1, 0)).extracting(Target::workers, Target::cause, Target::reason)
			.containsExactly(6, "surplus", "of late 2.0 needed");
	}

	@Test
	void oneToThirtyTwoWorkersTakeNoMoreThanSixSteps() {
		int have = 1;
		int steps = 0;
		while (have < 32) {
			have = target(0, 0, have, 1000).workers();
			steps++;
		}
		assertThat(steps).isLessThanOrEqualTo(6);
	}

	@Test
	void workersGoOneAtATimeWithAPause() {
		this.past.demand = 1;
		this.past.coldestIdle = 5000;
		assertThat(target(0, 6, 1, 0).workers()).isEqualTo(6);
		this.past.sinceShrink = 10;
		Target target = target(0, 6, 1, 0);
		assertThat(target.workers()).isEqualTo(7);
		assertThat(target.againNanos()).isBetween(15 * MILLI, 17 * MILLI);
	}

	@Test
	void calmPeriodLengthensWithFlapsUpToTheIdleTimeout() {
		assertThat(idleMillis(0)).isEqualTo(16_000);
		assertThat(idleMillis(1)).isEqualTo(32_000);
		assertThat(idleMillis(9)).isEqualTo(60_000);
	}

	@Test
	void oneWorkerStaysUntilSilenceAndNoneAfterIt() {
		this.past.silences = (cost) -> 2000 * MILLI;
		this.past.silent = 1500;
		this.past.coldestIdle = 1500;
		Target before = target(0, 1, 0, 0);
		assertThat(before.workers()).isOne();
		assertThat(before.againNanos()).isEqualTo(500 * MILLI);
		this.past.silent = 2000;
		this.past.coldestIdle = 2000;
		assertThat(target(0, 1, 0, 0)).extracting(Target::workers, Target::cause, Target::reason)
			.containsExactly(0, "silence", "no task for 2000 ms");
	}

	@Test
	void threadsStayUntilTheIdleTimeout() {
		this.past.start = 1;
		this.past.demand = 1;
		this.past.silent = 59_000;
		this.past.coldestIdle = 59_000;
		assertThat(target(0, 3, 0, 0).isEnough()).isTrue();
		assertThat(target(0, 3, 0, 0).idleNanos()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void silenceIsWeighedAgainstThreeTimesAStart() {
		this.past.silences = (cost) -> {
			assertThat(cost).isEqualTo(2400 * MILLI);
			return cost;
		};
		assertThat(target(0, 1, 0, 0).againNanos()).isEqualTo(2400 * MILLI);
	}

	@Test
	void noWorkerIsKeptLongerThanTheIdleTimeoutWhateverPaid() {
		this.past.silences = (cost) -> Long.MAX_VALUE;
		this.past.silent = 60_000;
		this.past.coldestIdle = 60_000;
		assertThat(target(0, 1, 0, 0).workers()).isZero();
	}

	@Test
	void silenceEndsTheCalmPeriod() {
		this.past.demand = 1.5;
		this.past.deviation = 0.5;
		this.past.coldestIdle = 3300;
		this.past.silent = 3300;
		this.past.flaps = 5;
		Target target = target(0, 2, 0, 0);
		assertThat(target.workers()).isEqualTo(1);
		assertThat(target.idleNanos()).isLessThanOrEqualTo(3300 * MILLI);
	}

	@Test
	void spareWorkersAreKeptWhileThereIsWork() {
		this.past.demand = 1;
		this.past.coldestIdle = 60_000;
		assertThat(POLICY.target(new ScalingLoad(0, 64, 2, 0, 0, 1, 0, false, this.past.trend())))
			.extracting(Target::workers, Target::cause, Target::reason)
			.containsExactly(3, "spare", "0 queued, 1 busy, 0 starting, spare 2");
		assertThat(POLICY.target(new ScalingLoad(0, 64, 2, 0, 2, 1, 0, false, this.past.trend())).workers())
			.isEqualTo(3);
	}

	@Test
	void neverWantsLessThanNothingOrMoreThanThereIsWorkForWhateverTheFigures() {
		SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < 100_000; i++) {
			Trend trend = new Trend(random.nextDouble() * 40, random.nextDouble() * 9, random.nextDouble() * 1e5,
					some(random), some(random), some(random), some(random), some(random), (cost) -> some(random),
					random.nextBoolean() ? Long.MAX_VALUE : some(random),
					random.nextBoolean() ? Long.MAX_VALUE : some(random), random.nextDouble() * 9,
					random.nextBoolean() ? Long.MAX_VALUE : some(random));
			ScalingLoad load = new ScalingLoad(0, 32, random.nextInt(3), random.nextInt(9), random.nextInt(9),
					random.nextInt(20), random.nextInt(random.nextBoolean() ? 3 : Integer.MAX_VALUE),
					random.nextBoolean(), trend);
			Target target = POLICY.target(load);
			int have = load.workers();
			long work = (long) load.busy() + load.queued() + load.spare();
			assertThat((long) target.workers()).as("%s", load)
				.isBetween(Math.max(0L, Math.min(have - 1, work - load.spare())), Math.max(Math.max(have, 1), work));
			assertThat(target.idleNanos()).as("%s", load).isNotNegative();
			assertThat(target.againNanos()).as("%s", load).isPositive();
		}
	}

	private static long some(SplittableRandom random) {
		return random.nextInt(4) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 50));
	}

	private Target target(int starting, int idle, int busy, int queued) {
		return POLICY.target(new ScalingLoad(0, 64, 0, starting, idle, busy, queued, false, this.past.trend()));
	}

	private long idleMillis(double flaps) {
		this.past.demand = 2;
		this.past.deviation = 1;
		this.past.flaps = flaps;
		return target(0, 3, 1, 0).idleNanos() / MILLI;
	}

}
