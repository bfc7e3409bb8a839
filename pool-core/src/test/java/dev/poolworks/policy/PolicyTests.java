package dev.poolworks.policy;

import java.util.stream.LongStream;

import dev.poolworks.policy.RecyclePolicy.WorkerUsage;
import dev.poolworks.policy.RetryPolicy.Crash;
import dev.poolworks.policy.ScalingPolicy.ScalingLoad;
import dev.poolworks.policy.ScalingPolicy.Target;
import dev.poolworks.policy.ScalingPolicy.Trend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The policies that come with the pools.
 */
class PolicyTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			# retries, poison threshold, deaths, acknowledged deaths, acknowledged, idempotent, verdict
			0, 2, 1, 0, false, false, RETRY
			0, 2, 2, 0, false, false, POISON
			0, 2, 1, 1, true,  false, GIVE_UP
			0, 2, 2, 1, true,  false, POISON
			0, 2, 1, 1, true,  true,  GIVE_UP
			0, 9, 2, 1, true,  false, GIVE_UP
			1, 9, 1, 1, true,  true,  RETRY
			1, 9, 2, 2, true,  true,  GIVE_UP
			1, 9, 2, 1, false, true,  RETRY
			2, 9, 2, 2, true,  true,  RETRY
			2, 9, 1, 1, true,  false, GIVE_UP
			9, 3, 3, 3, true,  true,  POISON
			0, 1, 1, 0, false, false, POISON
			0, 1, 1, 1, true,  false, GIVE_UP
			""")
	void taskThatWasLostRunsAgainWhereThatIsSafeAndUsefulOnly(int retries, int poisonThreshold, int deaths,
			int acknowledgedDeaths, boolean acknowledged, boolean idempotent, RetryPolicy.Verdict verdict) {
		assertThat(RetryPolicy.of(retries, poisonThreshold)
			.afterCrash(new Crash(deaths, acknowledgedDeaths, acknowledged, idempotent))).isEqualTo(verdict);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			# max tasks, max age, max memory, tasks, age in ms, rss, why
			0, 0, 0, 999, 999999, 999999,
			3, 0, 0, 2, 0, 0,
			3, 0, 0, 3, 0, 0, max-tasks 3
			0, 50, 0, 9, 49, 0,
			0, 50, 0, 0, 50, 0, max-age 50 ms
			0, 0, 100, 1, 0, 99,
			0, 0, 100, 1, 0, 100, 'max-memory 100 bytes, has 100'
			0, 0, 100, 0, 0, 100,
			""")
	void workerIsReplacedAtItsFirstLimit(long maxTasks, long maxAgeMillis, long maxMemory, long tasks, long ageMillis,
			long rss, String why) {
		assertThat(RecyclePolicy.after(maxTasks, maxAgeMillis * 1_000_000, maxMemory)
			.recycle(new WorkerUsage(tasks, ageMillis * 1_000_000, rss))).isEqualTo(why);
	}

	@ParameterizedTest
	@CsvSource({ "9, 50, true", "9, 100, false" })
	void onlyAWorkerThatIsMerelyOldServesUntilItsSuccessorIsReady(long tasks, long rss, boolean servesOn) {
		assertThat(RecyclePolicy.after(10, 1, 100).mayServeOn(new WorkerUsage(tasks, 5, rss))).isEqualTo(servesOn);
	}

	@ParameterizedTest
	@CsvSource({ "0, 7, 9223372036854775807", "3, 0, 3", "3, 2, 1", "3, 3, 0", "3, 4, 0" })
	void workerHasTasksLeftUpToItsLimit(long maxTasks, long done, long left) {
		assertThat(RecyclePolicy.after(maxTasks, 1, 1).tasksLeft(done)).isEqualTo(left);
	}

	@Test
	void eagerScalingWantsAWorkerForEachTask() {
		assertThat(ScalingPolicy.eager().target(new ScalingLoad(0, 9, 0, 1, 0, 2, 3, false, Trend.NONE)))
			.isEqualTo(new Target(5, "queued", "3 queued, 2 busy, 1 starting", Long.MAX_VALUE, Long.MAX_VALUE));
		assertThat(ScalingPolicy.eager()
			.target(new ScalingLoad(0, 9, 0, 0, 0, 1, Integer.MAX_VALUE, false, Trend.NONE))
			.workers()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void eagerScalingKeepsSparesUntilItIsCalm() {
		assertThat(ScalingPolicy.eager().target(new ScalingLoad(0, 9, 2, 0, 0, 1, 0, false, Trend.NONE)))
			.isEqualTo(new Target(3, "spare", "0 queued, 1 busy, 0 starting, spare 2", Long.MAX_VALUE, Long.MAX_VALUE));
		assertThat(ScalingPolicy.eager().target(new ScalingLoad(0, 9, 2, 0, 2, 0, 0, true, Trend.NONE)).workers())
			.isZero();
	}

	@Test
	void fixedScalingWantsAllWorkersAlways() {
		assertThat(ScalingPolicy.fixed().target(new ScalingLoad(0, 9, 0, 0, 0, 0, 0, true, Trend.NONE)))
			.isEqualTo(new Target(9, "fixed", "fixed", Long.MAX_VALUE, Long.MAX_VALUE));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 100", "2, 200", "3, 400", "4, 500", "64, 500", "2147483647, 500" })
	void backoffDoublesUpToItsMaximum(int failures, long nanos) {
		assertThat(new StartPolicy(5, 0, 100, 500, 0, 1).backoffNanos(failures, 7)).isEqualTo(nanos);
	}

	@Test
	void backoffDoesNotOverflow() {
		StartPolicy policy = new StartPolicy(5, 0, 3, Long.MAX_VALUE, 0, 1);
		assertThat(policy.backoffNanos(62, 7)).isEqualTo(3L << 61);
		assertThat(policy.backoffNanos(63, 7)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void jitterTakesUpToItsShareOffABackoff() {
		StartPolicy policy = new StartPolicy(5, 0, 1_000_000, 4_000_000, 0.5, 1);
		long[] waits = LongStream.range(0, 1_000).map((seed) -> policy.backoffNanos(3, seed)).sorted().toArray();
		assertThat(waits[0]).isBetween(2_000_000L, 2_050_000L);
		assertThat(waits[500]).isBetween(2_900_000L, 3_100_000L);
		assertThat(waits[999]).isBetween(3_950_000L, 4_000_000L);
		assertThat(policy.backoffNanos(3, 42)).isEqualTo(policy.backoffNanos(3, 42));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 0, 0, 1", "1, -1, 0, 0, 1", "1, 2, 1, 0, 1", "1, 0, 0, 0, 0", "1, 0, 0, -0.1, 1",
			"1, 0, 0, 1.1, 1", "1, 0, 0, NaN, 1" })
	void startPolicyThatMakesNoSenseIsRefused(int maxStarts, long initial, long max, double jitter, int concurrent) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new StartPolicy(maxStarts, 0, initial, max, jitter, concurrent))
			.withMessageStartingWith("not a start policy");
	}

	@Test
	void rejectionPoliciesSayWhatTheirNamesSay() {
		assertThat(RejectionPolicy.abort().whenFull(null)).isEqualTo(RejectionPolicy.Verdict.ABORT);
		assertThat(RejectionPolicy.block().whenFull(null)).isEqualTo(RejectionPolicy.Verdict.BLOCK);
		assertThat(RejectionPolicy.callerRuns().whenFull(null)).isEqualTo(RejectionPolicy.Verdict.CALLER_RUNS);
		assertThat(RejectionPolicy.discardOldest().whenFull(null)).isEqualTo(RejectionPolicy.Verdict.DISCARD_OLDEST);
	}

}
