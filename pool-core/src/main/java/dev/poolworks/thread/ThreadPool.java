package dev.poolworks.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.poolworks.PoolType;
import dev.poolworks.WorkerInitializer;
import dev.poolworks.engine.EngineWorker;
import dev.poolworks.pool.AbstractTaskPool;
import dev.poolworks.pool.PoolSpec;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.PoolThreads;
import dev.poolworks.pool.VirtualThreads;
import dev.poolworks.pool.WorkerHandle;
import dev.poolworks.pool.WorkerReports;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose workers are threads of this JVM. A running task that has reached its limit
 * is interrupted and its future fails at once; its worker stays taken, and is reported as
 * stuck, until the task really returns. The threads inherit nothing from those that
 * submit, neither inheritable thread locals nor priority: whose would it be for the next
 * task? A {@linkplain Builder#decorator decorator} carries a context across. Their
 * context class loader is that of the thread that built the pool.
 */
public final class ThreadPool extends AbstractTaskPool {

	private final PoolThreads threads = new PoolThreads();

	private final @Nullable VirtualThreads virtualThreads;

	private final List<WorkerInitializer> initializers;

	private final UnaryOperator<Runnable> decorator;

	private ThreadPool(Builder builder) {
		super(builder, (builder.virtualThreads != null) ? PoolType.VIRTUAL : PoolType.THREAD);
		this.virtualThreads = builder.virtualThreads;
		this.initializers = List.copyOf(builder.initializers);
		this.decorator = builder.decorator;
	}

	/**
	 * A pool of platform threads with the defaults of the builder.
	 * @param workers threads at most
	 * @return the pool
	 */
	public static ThreadPool of(int workers) {
		return builder("threads").maxSize(workers).build();
	}

	/**
	 * Builds a pool.
	 * @param name how log, errors and metrics call it
	 * @return the builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	@Override
	protected WorkerHandle createWorker(EngineWorker worker, WorkerReports reports) {
		TaskRunner runner = new TaskRunner(name(), worker.name(), reports);
		if (this.virtualThreads != null) {
			return new VirtualWorker(worker.name(), runner, reports, this.virtualThreads, this.initializers);
		}
		return new ThreadWorker(this.threads, worker.name(), runner, reports, this.initializers);
	}

	@Override
	protected long prepare(PoolTask<?> task) {
		task.request(this.decorator.apply(task::runHere));
		return 0;
	}

	/**
	 * Builds thread pools; see {@link PoolSpec} for what all kinds have in common.
	 */
	public static final class Builder extends PoolSpec<Builder> {

		private final List<WorkerInitializer> initializers = new ArrayList<>();

		private @Nullable VirtualThreads virtualThreads;

		private UnaryOperator<Runnable> decorator = UnaryOperator.identity();

		private Builder(String name) {
			super(name);
		}

		@Override
		protected Builder self() {
			return this;
		}

		/**
		 * Makes each task run in a virtual thread of its own, {@code maxSize} at a time.
		 * @return this builder
		 * @throws IllegalStateException below Java 21
		 */
		public Builder virtual() {
			this.virtualThreads = VirtualThreads.require(name());
			return this;
		}

		/**
		 * Runs in each worker before its first task; may be called again, they run in
		 * order.
		 * @param initializer the code
		 * @return this builder
		 */
		public Builder initializer(WorkerInitializer initializer) {
			this.initializers.add(Objects.requireNonNull(initializer, "initializer"));
			return this;
		}

		/**
		 * Wraps the running of each task; called in the submitting thread, the result
		 * runs in the worker. This is how a context crosses.
		 * @param decorator makes of a runnable one that calls it
		 * @return this builder
		 */
		public Builder decorator(UnaryOperator<Runnable> decorator) {
			this.decorator = Objects.requireNonNull(decorator, "decorator");
			return this;
		}

		/**
		 * Makes the pool. It starts nothing before its first task.
		 * @return the pool
		 * @throws IllegalArgumentException if the values do not fit together
		 */
		public ThreadPool build() {
			return new ThreadPool(this);
		}

	}

}
