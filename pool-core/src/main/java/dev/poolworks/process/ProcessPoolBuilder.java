package dev.poolworks.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.PoolType;
import dev.poolworks.TaskCounts;
import dev.poolworks.WorkerCounts;
import dev.poolworks.WorkerInitializer;
import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.pool.Nanos;
import dev.poolworks.pool.WorkerClaims;
import dev.poolworks.wire.AllowedTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a process pool's builder has beyond that of the other kinds.
 */
public abstract class ProcessPoolBuilder extends CrashSpec {

	private static final long MEBIBYTE = 1024L * 1024;

	private static final int INLINE_CALLS = 10_000;

	private final List<WorkerInitializer> initializers = new ArrayList<>();

	private final Map<String, String> systemProperties = new TreeMap<>();

	private Duration killGrace = Duration.ofMillis(500);

	private long queueBytes = 256 * MEBIBYTE;

	private long maxPayload = 64 * MEBIBYTE;

	private long maxWorkerMemory;

	private long heap;

	private @Nullable MemoryBudget budget;

	private @Nullable ProcessClaims claims;

	private List<String> jvmArgs = List.of();

	private Map<String, String> environment = Map.of();

	private List<String> commandPrefix = List.of();

	private @Nullable Path javaHome;

	private Duration startTimeout = Duration.ofSeconds(60);

	private WorkerOutput output = WorkerOutput.LOG;

	private @Nullable ClassLoader classLoader;

	private final List<String> allow = new ArrayList<>();

	private boolean inline;

	private boolean shutdownHook = true;

	private RejectionPolicy chosenRejection = RejectionPolicy.abort();

	ProcessPoolBuilder(String name) {
		super(name);
	}

	@Override
	public ProcessPool.Builder rejection(RejectionPolicy rejection) {
		this.chosenRejection = rejection;
		return super.rejection(rejection);
	}

	/**
	 * From asking a task to stop to killing its worker; default 500 ms.
	 * @param killGrace a duration; zero: kill at once
	 * @return this builder
	 */
	public ProcessPool.Builder killGrace(Duration killGrace) {
		if (killGrace.isNegative()) {
			throw new IllegalArgumentException(
					"pool '" + name() + "': kill-grace is " + killGrace + "; it must not be negative");
		}
		this.killGrace = killGrace;
		return self();
	}

	/**
	 * Encoded size of the tasks that may wait, in bytes; default 256 MiB. A single task
	 * may always wait.
	 * @param queueBytes from 0
	 * @return this builder
	 */
	public ProcessPool.Builder queueBytes(long queueBytes) {
		this.queueBytes = notNegative("queue-bytes", queueBytes);
		return self();
	}

	/**
	 * Largest task, and largest result, in bytes; default 64 MiB.
	 * @param maxPayload from 1 to 2 GiB less 16 MiB
	 * @return this builder
	 */
	public ProcessPool.Builder maxPayload(long maxPayload) {
		if (maxPayload < 1 || maxPayload > Integer.MAX_VALUE - 16 * MEBIBYTE) {
			throw new IllegalArgumentException("pool '" + name() + "': max-payload is " + maxPayload
					+ " bytes; it must be from 1 to " + (Integer.MAX_VALUE - 16 * MEBIBYTE));
		}
		this.maxPayload = maxPayload;
		return self();
	}

	/**
	 * Replaces a worker whose resident memory has reached this, in bytes; default 0: no
	 * limit. Measured after each task; on Linux.
	 * @param maxWorkerMemory from 0
	 * @return this builder
	 */
	public ProcessPool.Builder maxWorkerMemory(long maxWorkerMemory) {
		this.maxWorkerMemory = notNegative("recycle.max-memory", maxWorkerMemory);
		return self();
	}

	/**
	 * Largest heap of a worker, in bytes; default 0: the JVM's own default.
	 * @param heap from 0
	 * @return this builder
	 */
	public ProcessPool.Builder heap(long heap) {
		this.heap = notNegative("worker.heap", heap);
		return self();
	}

	/**
	 * Memory that the workers of this pool share with those of others; default none: the
	 * pool grows to {@code max-size}. Without a {@link #heap}, the heap is such that
	 * {@code max-size} workers fit into the budget.
	 * @param budget the budget
	 * @return this builder
	 */
	public ProcessPool.Builder budget(MemoryBudget budget) {
		this.budget = Objects.requireNonNull(budget, "budget");
		return self();
	}

	/**
	 * Further arguments of the workers' JVMs, which win over those given otherwise.
	 * @param jvmArgs the arguments, such as {@code -XX:+UseSerialGC}
	 * @return this builder
	 */
	public ProcessPool.Builder jvmArgs(String... jvmArgs) {
		this.jvmArgs = List.of(jvmArgs);
		return self();
	}

	/**
	 * Environment variables, beside those of this process.
	 * @param environment name and value
	 * @return this builder
	 */
	public ProcessPool.Builder environment(Map<String, String> environment) {
		this.environment = Map.copyOf(environment);
		return self();
	}

	/**
	 * What is put before {@code java} on the command line, such as {@code nice -n 10} or
	 * the launcher of a sandbox. It must hand standard input on, and should hand over to
	 * {@code java} ({@code exec}): a signal that ends it ends its worker.
	 * @param commandPrefix program and arguments
	 * @return this builder
	 */
	public ProcessPool.Builder commandPrefix(String... commandPrefix) {
		this.commandPrefix = List.of(commandPrefix);
		return self();
	}

	/**
	 * The Java installation that workers run; default: this JVM's own.
	 * @param javaHome a directory with {@code bin/java}; {@code null}: the default
	 * @return this builder
	 */
	public ProcessPool.Builder javaHome(@Nullable Path javaHome) {
		this.javaHome = javaHome;
		return self();
	}

	/**
	 * Longest time from the launch of a worker to its readiness, and from sending a task
	 * to a worker to its acknowledgement; default 60 seconds.
	 * @param startTimeout a positive duration
	 * @return this builder
	 */
	public ProcessPool.Builder startTimeout(Duration startTimeout) {
		this.startTimeout = Objects.requireNonNull(positive("worker.start-timeout", startTimeout));
		return self();
	}

	public ProcessPool.Builder output(WorkerOutput output) {
		this.output = Objects.requireNonNull(output, "output");
		return self();
	}

	/**
	 * Runs in each worker before its first task; may be called again, they run in order.
	 * @param initializer the code
	 * @return this builder
	 */
	public ProcessPool.Builder initializer(WorkerInitializer initializer) {
		this.initializers.add(Objects.requireNonNull(initializer, "initializer"));
		return self();
	}

	/**
	 * A system property of each worker, set before anything else runs in it. The
	 * application's own are set as well, with the values they have when it starts.
	 * @param name the name
	 * @param value the value
	 * @return this builder
	 */
	public ProcessPool.Builder systemProperty(String name, String value) {
		this.systemProperties.put(name, value);
		return self();
	}

	/**
	 * Finds the classes of results; default: the builder's context class loader.
	 * @param classLoader the class loader
	 * @return this builder
	 */
	public ProcessPool.Builder classLoader(ClassLoader classLoader) {
		this.classLoader = Objects.requireNonNull(classLoader, "classLoader");
		return self();
	}

	/**
	 * Packages, with those below them, of which workers may send objects, beside values
	 * of the JDK, plain exceptions and what is near the submitted code; adds to those
	 * before. A worker that was taken over may run their deserialization code here.
	 * @param packages such as {@code com.acme.documents}
	 * @return this builder
	 */
	public ProcessPool.Builder allow(String... packages) {
		this.allow.addAll(List.of(packages));
		return self();
	}

	/**
	 * Runs each task in the thread that submits it, without a process and without
	 * encoding it. For code that is used inside a worker process too and has a pool
	 * there: processes that start processes are not what anybody wants. No submission
	 * waits for another one, so {@code maxSize} is raised beyond what threads there are.
	 * @return this builder
	 */
	public ProcessPool.Builder inline() {
		this.inline = true;
		return maxSize(INLINE_CALLS);
	}

	/**
	 * Whether the end of the JVM kills the workers of a pool that is still open, so that
	 * nothing is left of it; default: {@code true}. {@code false} if somebody else is
	 * sure to end the pool then, as an application context does, and its tasks are to
	 * have the time that it grants: hooks of the JVM run side by side.
	 * @param shutdownHook whether to register a shutdown hook with the first worker
	 * @return this builder
	 */
	public ProcessPool.Builder shutdownHook(boolean shutdownHook) {
		this.shutdownHook = shutdownHook;
		return self();
	}

	final boolean hasShutdownHook() {
		return this.shutdownHook;
	}

	final boolean isInline() {
		return this.inline;
	}

	final ClassLoader classLoader() {
		if (this.classLoader != null) {
			return this.classLoader;
		}
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return (context != null) ? context : Objects.requireNonNull(ProcessPool.class.getClassLoader());
	}

	final AllowedTypes allowedTypes() {
		return AllowedTypes.of(name(), this.allow);
	}

	final long maxPayload() {
		return this.maxPayload;
	}

	final WorkerOutput output() {
		return this.output;
	}

	final Map<String, String> systemProperties() {
		return Map.copyOf(this.systemProperties);
	}

	final List<WorkerInitializer> initializers() {
		return List.copyOf(this.initializers);
	}

	@Override
	protected WorkerClaims claims() {
		if (this.inline) {
			return WorkerClaims.UNLIMITED;
		}
		BudgetShare share = (this.budget != null)
				? new BudgetShare(this.budget, name(), heapOrShare() + MemoryBudget.JVM_BYTES) : null;
		this.claims = new ProcessClaims(StartSlots.ofMachine(), share);
		return this.claims;
	}

	/**
	 * What {@link #claims()} has made.
	 * @return the claims of the workers; {@code null} if they need nothing
	 */
	final @Nullable ProcessClaims processClaims() {
		return this.claims;
	}

	private long heapOrShare() {
		return (this.heap == 0 && this.budget != null) ? this.budget.heapFor(maxSize()) : this.heap;
	}

	final LaunchPlan launchPlan() {
		return new LaunchPlan(this.javaHome, heapOrShare(), this.jvmArgs, this.environment, this.commandPrefix);
	}

	@Override
	protected long killGraceNanos() {
		return Nanos.of(this.killGrace);
	}

	@Override
	protected long startTimeoutNanos() {
		return Nanos.of(this.startTimeout);
	}

	@Override
	protected long queueBytes() {
		return this.queueBytes;
	}

	@Override
	protected long maxWorkerMemory() {
		return this.maxWorkerMemory;
	}

	final void requireValid() {
		PoolSnapshot full = new PoolSnapshot(name(), PoolType.PROCESS, PoolState.RUNNING, false, 0, maxSize(), 0, 0,
				new WorkerCounts(0, 0, 0, 0, 0, 0, 0), new TaskCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), null);
		if (this.chosenRejection.whenFull(full) == RejectionPolicy.Verdict.CALLER_RUNS) {
			throw new IllegalArgumentException("pool '" + name() + "': rejection is caller-runs, which would run a"
					+ " worker's dangerous work in this process; use abort, block or discard-oldest");
		}
	}

}
