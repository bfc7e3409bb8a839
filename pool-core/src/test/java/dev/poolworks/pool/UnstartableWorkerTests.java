package dev.poolworks.pool;

import java.util.concurrent.TimeUnit;

import dev.poolworks.PoolBrokenException;
import dev.poolworks.PoolType;
import dev.poolworks.TaskFuture;
import dev.poolworks.engine.EngineWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Workers for which there is no thread left.
 */
@Timeout(60)
class UnstartableWorkerTests {

	@Test
	void startThatThrowsIsAFailedStart() throws InterruptedException {
		NoThreadsPool pool = new NoThreadsPool();
		TaskFuture<Integer> future = pool.submit(() -> 1);
		assertThatThrownBy(future::result).isInstanceOf(PoolBrokenException.class)
			.hasMessageContaining("did not start");
		assertThat(pool.snapshot().workers().alive()).isZero();
		pool.shutdown();
		assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	private static final class NoThreadsPool extends AbstractTaskPool {

		NoThreadsPool() {
			super(new Spec().maxSize(2), PoolType.THREAD);
		}

		@Override
		protected WorkerHandle createWorker(EngineWorker worker, WorkerReports reports) {
			return new Unstartable();
		}

	}

	private static final class Spec extends PoolSpec<Spec> {

		Spec() {
			super("no-threads");
		}

		@Override
		protected Spec self() {
			return this;
		}

	}

	private static final class Unstartable implements WorkerHandle {

		@Override
		public void start() {
			throw new OutOfMemoryError("unable to create native thread, on purpose");
		}

		@Override
		public void send(PoolTask<?> task) {
		}

		@Override
		public boolean hasBegun(PoolTask<?> task) {
			return false;
		}

		@Override
		public void interrupt(PoolTask<?> task) {
		}

		@Override
		public void stop() {
		}

		@Override
		public void kill(String reason) {
		}

	}

}
