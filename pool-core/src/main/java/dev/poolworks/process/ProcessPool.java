package dev.poolworks.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.poolworks.PoolType;
import dev.poolworks.Shutdown;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.engine.EngineWorker;
import dev.poolworks.pool.AbstractTaskPool;
import dev.poolworks.pool.Job;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.WorkerHandle;
import dev.poolworks.pool.WorkerReports;
import dev.poolworks.wire.EncodedTask;
import dev.poolworks.wire.TaskEncoder;
import dev.poolworks.wire.TaskShape;
import dev.poolworks.wire.UnixSocketTransport;
import dev.poolworks.wire.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose workers are JVMs of their own. A task that crashes, hangs or runs out of
 * memory costs itself and its worker, which is replaced; nothing else.
 */
public final class ProcessPool extends AbstractTaskPool {

	/** How long the end of this JVM waits for killed workers and their files to go. */
	private static final int END_WAIT_SECONDS = 2;

	private final TaskEncoder encoder;

	private final PoolDirectory directory = new PoolDirectory();

	private final CountDownLatch workersGone = new CountDownLatch(1);

	private final WorkerEnvironment environment;

	private final ExitHook exitHook;

	private final boolean hooked;

	private final boolean inline;

	private final @Nullable ProcessClaims claims;

	ProcessPool(ProcessPoolBuilder builder) {
		super(builder, PoolType.PROCESS);
		this.inline = builder.isInline();
		ValueCodec values = new ValueCodec(builder.classLoader(), builder.maxPayload());
		this.encoder = new TaskEncoder(values, builder.maxPayload());
		LaunchPlan plan = builder.launchPlan();
		this.environment = new WorkerEnvironment(name(), plan, this.directory, new UnixSocketTransport(),
				builder.maxPayload(), builder.output(), builder.maxWorkerMemory() > 0,
				new Answers(values, builder.allowedTypes()),
				WorkerStart.of(builder.maxPayload(), plan, builder.systemProperties(), builder.initializers()));
		this.exitHook = new ExitHook(name(), this::endWithJvm);
		this.hooked = builder.hasShutdownHook();
		this.claims = builder.processClaims();
		if (this.claims != null) {
			this.claims.join(new BudgetMember());
		}
	}

	/**
	 * A pool with the defaults of the builder.
	 * @param workers processes at most
	 * @return the pool
	 */
	public static ProcessPool of(int workers) {
		return builder("processes").maxSize(workers).build();
	}

	/**
	 * Builds a pool.
	 * @param name how log, errors and metrics call it
	 * @return the builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * The workers alive, with memory and processor time as they are now.
	 */
	@Override
	public List<WorkerSnapshot> workers() {
		return super.workers().stream().map(ProcessPool::withFigures).toList();
	}

	@Override
	protected WorkerHandle createWorker(EngineWorker worker, WorkerReports reports) {
		if (this.inline) {
			return new InlineWorker(name(), worker.name(), reports);
		}
		if (this.hooked) {
			this.exitHook.arm();
		}
		WorkerProcess process = new WorkerProcess(worker.id(), worker.name(), this.environment, reports);
		if (this.claims != null) {
			this.claims.watch(process);
		}
		return process;
	}

	@Override
	protected long prepare(PoolTask<?> task) {
		if (this.inline) {
			return 0;
		}
		EncodedTask request = encode(task.job());
		task.request(request);
		return request.sizeBytes();
	}

	@Override
	protected void terminated() {
		this.exitHook.disarm();
		this.directory.delete();
		if (this.claims != null) {
			this.claims.leave();
		}
		this.workersGone.countDown();
		super.terminated();
	}

	private EncodedTask encode(Job<?> job) {
		if (job instanceof Job.Call<?> call) {
			return this.encoder.encode(TaskShape.CALL, call.code());
		}
		if (job instanceof Job.Run<?> run) {
			return this.encoder.encode(TaskShape.RUN, run.code());
		}
		if (job instanceof Job.Apply<?, ?> apply) {
			return this.encoder.encodeApply(apply.code(), apply.argument());
		}
		if (job instanceof Job.Each<?, ?> each) {
			return this.encoder.encodeEach(each.code(), each.items());
		}
		throw new IllegalStateException("no way to encode " + job);
	}

	private void endWithJvm() {
		shutdown(Shutdown.kill());
		try {
			this.workersGone.await(END_WAIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.directory.delete();
	}

	private static WorkerSnapshot withFigures(WorkerSnapshot worker) {
		if (worker.pid() <= 0) {
			return worker;
		}
		Optional<Duration> cpu = ProcessFigures.cpu(worker.pid());
		return new WorkerSnapshot(worker.id(), worker.name(), worker.pid(), worker.state(), worker.uptime(),
				worker.tasksDone(), worker.taskId(), worker.taskName(), worker.taskRunning(), worker.stuck(),
				ProcessFigures.rssBytes(worker.pid()), cpu.orElse(null));
	}

	/** What other pools that share processors and memory may ask of this one. */
	private final class BudgetMember implements BudgetShare.Member {

		@Override
		public boolean makeRoom(boolean urgent) {
			return ProcessPool.this.makeRoom(urgent);
		}

		@Override
		public void roomMade() {
			ProcessPool.this.roomMade();
		}

	}

	/**
	 * Builds process pools.
	 */
	public static final class Builder extends ProcessPoolBuilder {

		private Builder(String name) {
			super(name);
		}

		@Override
		protected Builder self() {
			return this;
		}

		/**
		 * Makes the pool. It starts nothing before its first task.
		 * @return the pool
		 * @throws IllegalArgumentException if the values do not fit together
		 */
		public ProcessPool build() {
			requireValid();
			return new ProcessPool(this);
		}

	}

}
