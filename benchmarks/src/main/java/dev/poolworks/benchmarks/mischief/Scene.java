package dev.poolworks.benchmarks.mischief;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.poolworks.MapOptions;
import dev.poolworks.PoolType;
import dev.poolworks.Shutdown;
import dev.poolworks.Task;
import dev.poolworks.TaskAction;
import dev.poolworks.TaskFunction;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.pool.PoolSpec;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;
import dev.poolworks.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A pool to which deeds are done, and the books of what was submitted. Thread-safe. What
 * is submitted otherwise than through this must be {@linkplain #add added}, or be called
 * {@link Books#UNSEEN}.
 */
final class Scene {

	/** Longer than anything takes on a busy machine: bounds hangs. */
	static final Duration PATIENCE = Duration.ofSeconds(90);

	static final Duration LIMIT = Duration.ofMillis(300);

	static final Duration GRACE = Duration.ofMillis(200);

	/** For tasks of which nobody has a future. */
	static final TaskOptions UNSEEN = TaskOptions.defaults().name(Books.UNSEEN);

	static final MapOptions UNSEEN_ITEMS = MapOptions.defaults().task(UNSEEN);

	private static final AtomicInteger numbers = new AtomicInteger();

	private final PoolType type;

	private final Books books;

	private final TaskPool pool;

	private final boolean alone;

	private Scene(PoolType type, Books books, TaskPool pool, boolean alone) {
		this.type = type;
		this.books = books;
		this.pool = pool;
		this.alone = alone;
	}

	/**
	 * A scene with a pool of its own.
	 * @param type of the pool
	 * @param workers how many
	 * @param alone whether one deed at a time is done here
	 * @return the scene
	 */
	static Scene of(PoolType type, int workers, boolean alone) {
		Books books = new Books();
		return new Scene(type, books, build(type, books, (spec) -> spec.maxSize(workers)), alone);
	}

	PoolType type() {
		return this.type;
	}

	TaskPool pool() {
		return this.pool;
	}

	/**
	 * Whether nobody else hurts this pool, so that its workers must still be the same.
	 * @return whether one deed at a time is done here
	 */
	boolean isAlone() {
		return this.alone;
	}

	boolean isProcess() {
		return this.type == PoolType.PROCESS;
	}

	<T extends @Nullable Object> TaskFuture<T> submit(Task<T> task) {
		return enter(() -> this.pool.submit(task));
	}

	<T extends @Nullable Object> TaskFuture<T> submit(Task<T> task, TaskOptions options) {
		return enter(() -> this.pool.submit(task, options));
	}

	<A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
			TaskFunction<? super A, ? extends R> function, A argument) {
		return enter(() -> this.pool.submit(function, argument));
	}

	TaskFuture<?> submit(TaskAction task) {
		return enter(() -> this.pool.submit(task));
	}

	<T extends @Nullable Object> TaskFuture<T> add(TaskFuture<T> future) {
		return this.books.add(future);
	}

	private <T extends @Nullable Object> TaskFuture<T> enter(Supplier<TaskFuture<T>> call) {
		try {
			return add(call.get());
		}
		catch (TaskRejectedException ex) {
			this.books.rejected();
			throw ex;
		}
	}

	/**
	 * Does something in another scene, whose pool has settings of its own; then the pool
	 * must serve and end.
	 * @param settings of the pool
	 * @param act what to do
	 * @throws Exception if anything is not as it must be
	 */
	void elsewhere(Consumer<PoolSpec<?>> settings, Deed.Act act) throws Exception {
		Books books = new Books();
		Scene other = new Scene(this.type, books, build(this.type, books, settings), true);
		other.playThrough(act);
	}

	/**
	 * The same for what only process pools have.
	 * @param settings of the pool
	 * @param act what to do
	 * @throws Exception if anything is not as it must be
	 */
	void withProcesses(UnaryOperator<ProcessPool.Builder> settings, Deed.Act act) throws Exception {
		Books books = new Books();
		ProcessPool.Builder builder = settings.apply(processes(books));
		new Scene(PoolType.PROCESS, books, builder.build(), true).playThrough(act);
	}

	private void playThrough(Deed.Act act) throws Exception {
		try {
			act.commit(this);
			if (!this.pool.isShutdown()) {
				serves();
			}
		}
		finally {
			this.pool.shutdown();
			end();
		}
	}

	/**
	 * The next task succeeds.
	 */
	void serves() {
		Integer sum = value(submit((n) -> n + 1, 41));
		require(sum == 42, "41 + 1 is " + sum);
	}

	/**
	 * A task that does not end by itself ends at its limit.
	 */
	void limits() {
		TaskOptions limited = TaskOptions.defaults().timeout(LIMIT);
		Throwable failure = failure(submit(Havoc::obey, limited));
		require(failure instanceof dev.poolworks.TaskTimeoutException, "a limit was told as " + failure);
	}

	/**
	 * Ends the pool and compares the books; nothing must be left over.
	 * @throws Exception if anything is not as it must be
	 */
	void end() throws Exception {
		this.pool.shutdown();
		boolean ended = this.pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		if (!ended) {
			String state = this.pool + " " + this.pool.workers();
			this.pool.shutdown(Shutdown.kill());
			throw new IllegalStateException("the pool has not ended: " + state);
		}
		List<String> wrong = new ArrayList<>(this.books.differences(this.pool.snapshot().tasks()));
		wrong.addAll(Remains.await(this.pool.name()));
		require(wrong.isEmpty(), String.join("; ", wrong));
	}

	/**
	 * Waits for a result.
	 * @param <T> its type
	 * @param future of a task that must succeed
	 * @return the result
	 */
	static <T extends @Nullable Object> T value(TaskFuture<T> future) {
		return future.result(PATIENCE);
	}

	/**
	 * Waits for a failure.
	 * @param future of a task that must fail, and not be cancelled
	 * @return what it threw
	 */
	static Throwable failure(TaskFuture<?> future) {
		Throwable failure = future.exception(PATIENCE);
		if (failure == null) {
			throw new IllegalStateException(future + " did not fail");
		}
		return failure;
	}

	/**
	 * Waits for a failure of a given type.
	 * @param future of a task that must fail
	 * @param type what it must throw
	 * @param text what its message must contain
	 */
	static void fails(TaskFuture<?> future, Class<? extends Throwable> type, String text) {
		Throwable failure = failure(future);
		if (!type.isInstance(failure) || !String.valueOf(failure.getMessage()).contains(text)) {
			throw new IllegalStateException("not a " + type.getSimpleName() + " with '" + text + "'", failure);
		}
	}

	static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new IllegalStateException(otherwise);
		}
	}

	/**
	 * Waits until something is so.
	 * @param condition what
	 * @param what its name, for the error
	 */
	static void await(BooleanSupplier condition, String what) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > PATIENCE.toNanos()) {
				throw new IllegalStateException("in vain: waited for " + what);
			}
			LockSupport.parkNanos(2_000_000);
		}
	}

	/** Waits until all tasks of this scene are done. */
	void settles() {
		await(() -> this.pool.snapshot().tasks().pending() == 0, "the end of all tasks");
	}

	/**
	 * The processes or threads of the workers that are there.
	 * @return their identities, in no order
	 */
	List<Long> workers() {
		return this.pool.workers().stream().map((worker) -> (worker.pid() > 0) ? worker.pid() : worker.id()).toList();
	}

	private static TaskPool build(PoolType type, Books books, Consumer<PoolSpec<?>> settings) {
		if (type == PoolType.PROCESS) {
			ProcessPool.Builder builder = processes(books);
			settings.accept(builder);
			return builder.build();
		}
		ThreadPool.Builder builder = ThreadPool.builder(name());
		if (type == PoolType.VIRTUAL) {
			builder.virtual();
		}
		builder.queueCapacity(100_000).listener(books);
		settings.accept(builder);
		return builder.build();
	}

	private static ProcessPool.Builder processes(Books books) {
		return ProcessPool.builder(name())
			.queueCapacity(100_000)
			.listener(books)
			.killGrace(GRACE)
			.heap(96L << 20)
			.jvmArgs("-XX:TieredStopAtLevel=1")
			.maxStarts(50)
			.output(WorkerOutput.DISCARD);
	}

	private static String name() {
		return "m" + numbers.incrementAndGet();
	}

	/**
	 * Runs something in a thread of its own and waits for it.
	 * @param name of the thread
	 * @param action what to run
	 * @return the thread, which runs
	 */
	static Thread start(String name, Runnable action) {
		Thread thread = new Thread(action, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	static void join(Thread thread) throws InterruptedException, IOException {
		thread.join(PATIENCE.toMillis());
		if (thread.isAlive()) {
			IllegalStateException stuck = new IllegalStateException("thread '" + thread.getName() + "' is stuck");
			stuck.setStackTrace(thread.getStackTrace());
			throw stuck;
		}
	}

}
