package dev.poolworks.pool;

import java.util.stream.Stream;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What threads share, under Lincheck: random operations of several threads must give what
 * some order of them would give that one thread could have followed. Stress lets threads
 * run as they will; the model checker leads them through interleavings one by one, which
 * it can for what is small. A JVM of its own, since Lincheck looks into the JDK.
 * <p>
 * Neither finds a wake-up that is lost: the model lets those who wait wake by themselves.
 */
@Timeout(600)
class LinearizabilityIT {

	@Test
	void wrongCounterIsCaught() {
		assertThatWrongIsCaught(model(5, 100), RacyCounter.class);
	}

	@Test
	void futureThatDecidesTwiceIsCaught() {
		assertThatWrongIsCaught(model(20, 500).sequentialSpecification(SequentialFuture.class), HastyFuture.class);
	}

	@Test
	@Tag("slow")
	void wrongCounterIsCaughtByStress() {
		assertThatWrongIsCaught(stress(50, 1000), RacyCounter.class);
	}

	@ParameterizedTest
	@MethodSource
	void threadsSeeWhatOneThreadCouldHaveSeen(Class<?> structure, Class<?> specification, Options<?, ?> runs) {
		runs.sequentialSpecification(specification).check(structure);
	}

	@ParameterizedTest
	@MethodSource
	@Tag("slow")
	void threadsSeeWhatOneThreadCouldHaveSeenInManyRuns(Class<?> structure, Class<?> specification,
			Options<?, ?> runs) {
		runs.sequentialSpecification(specification).check(structure);
	}

	static Stream<Arguments> threadsSeeWhatOneThreadCouldHaveSeen() {
		return Stream.of(Arguments.of(ConcurrentFuture.class, SequentialFuture.class, model(4, 100)),
				Arguments.of(ConcurrentDependents.class, ConcurrentDependents.class, model(4, 100)),
				Arguments.of(ConcurrentItems.Ordered.class, ConcurrentItems.Ordered.class, items(6, 60)),
				Arguments.of(ConcurrentItems.AsTheyCome.class, ConcurrentItems.AsTheyCome.class, items(6, 60)),
				Arguments.of(ConcurrentCallbacks.class, ConcurrentCallbacks.class, model(4, 100).actorsAfter(0)));
	}

	static Stream<Arguments> threadsSeeWhatOneThreadCouldHaveSeenInManyRuns() {
		return Stream.of(Arguments.of(ConcurrentPool.class, SequentialPool.class, pool(30, 200)),
				Arguments.of(ConcurrentFuture.class, SequentialFuture.class, stress(10, 500)),
				Arguments.of(ConcurrentFuture.class, SequentialFuture.class, model(20, 200)),
				Arguments.of(ConcurrentDependents.class, ConcurrentDependents.class, model(20, 200)),
				Arguments.of(ConcurrentItems.Ordered.class, ConcurrentItems.Ordered.class, items(20, 200)),
				Arguments.of(ConcurrentItems.AsTheyCome.class, ConcurrentItems.AsTheyCome.class, items(20, 200)),
				Arguments.of(ConcurrentCallbacks.class, ConcurrentCallbacks.class, model(20, 500).actorsAfter(0)));
	}

	private static void assertThatWrongIsCaught(Options<?, ?> runs, Class<?> wrong) {
		assertThatThrownBy(() -> runs.minimizeFailedScenario(false).check(wrong))
			.isInstanceOf(LincheckAssertionError.class)
			.hasMessageContaining("Invalid execution results");
	}

	/** Too large for the model checker. */
	private static Options<?, ?> pool(int scenarios, int runs) {
		return stress(scenarios, runs).threads(3).actorsBefore(2);
	}

	private static Options<?, ?> items(int scenarios, int interleavings) {
		return model(scenarios, interleavings).actorsPerThread(3);
	}

	private static StressOptions stress(int scenarios, int runs) {
		return new StressOptions().iterations(scenarios)
			.invocationsPerIteration(runs)
			.threads(2)
			.actorsPerThread(3)
			.actorsBefore(0)
			.actorsAfter(1);
	}

	private static ModelCheckingOptions model(int scenarios, int interleavings) {
		return new ModelCheckingOptions().iterations(scenarios)
			.invocationsPerIteration(interleavings)
			.threads(2)
			.actorsPerThread(2)
			.actorsBefore(0)
			.actorsAfter(1);
	}

	/**
	 * Wrong: two threads may read the same number.
	 */
	public static class RacyCounter {

		private int count;

		@Operation
		public int increment() {
			return ++this.count;
		}

	}

	/**
	 * Wrong: it looks, and then decides.
	 */
	public static class HastyFuture extends ConcurrentFuture {

		private volatile @Nullable Integer outcome;

		@Override
		public void settle(int value) {
			complete(value);
		}

		@Override
		public boolean complete(int value) {
			if (this.outcome != null) {
				return false;
			}
			this.outcome = value;
			return true;
		}

		@Override
		public boolean fail() {
			return complete(SequentialFuture.FAILED);
		}

		@Override
		public boolean isDone() {
			return this.outcome != null;
		}

		@Override
		public @Nullable Integer outcome() {
			return this.outcome;
		}

		@Override
		public @Nullable Integer outcomeOfAStage() {
			return this.outcome;
		}

	}

}
