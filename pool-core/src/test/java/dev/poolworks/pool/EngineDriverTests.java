package dev.poolworks.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.poolworks.PoolType;
import dev.poolworks.Shutdown;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskState;
import dev.poolworks.engine.Admission;
import dev.poolworks.engine.EngineWorker;
import dev.poolworks.engine.PoolEngine;
import dev.poolworks.engine.TaskEnd;
import dev.poolworks.policy.RejectionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What the driver makes of errors: in the middle of an event, in a worker's code, in what
 * is commanded. Each costs what it must and nothing else.
 */
@Timeout(120)
class EngineDriverTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final List<String> did = new CopyOnWriteArrayList<>();

	private final List<WorkerReports> reports = new CopyOnWriteArrayList<>();

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicReference<String> failing = new AtomicReference<>("");

	private final Completer completer = new Completer("driver");

	private EngineDriver driver = driver(PoolType.THREAD, (urgent) -> null);

	private EngineDriver driver(PoolType type, WorkerClaims claims) {
		return new EngineDriver(new Spec().settings(type), this::worker, claims, (event) -> {
		}, this::conclude, () -> false, () -> this.did.add("terminated"));
	}

	@AfterEach
	void end() {
		this.failing.set("");
		this.driver.tell((engine) -> engine.shutdown(Shutdown.KILL, this.driver.now()));
		this.reports.forEach((worker) -> worker.exited(null));
		this.completer.end();
	}

	@Test
	void eventThatEndsHalfWayIsCarriedOutAsFarAsItCame() {
		readyWorker();
		PoolTask<Integer> task = task(0);
		assertThatThrownBy(() -> this.driver.tell((engine) -> {
			engine.submit(task, 0, RejectionPolicy.abort(), this.driver.now());
			throw new StackOverflowError("on purpose");
		})).isInstanceOf(StackOverflowError.class);
		assertThat(this.did).contains("send " + task.id());
	}

	@Test
	void eventThatEndsHalfWayWakesThoseWhoWaitForRoom() throws InterruptedException {
		readyWorker();
		PoolTask<Integer> running = task(0);
		PoolTask<Integer> waiting = task(1);
		PoolTask<Integer> blocked = task(2);
		this.driver.submit(running, 0, RejectionPolicy.abort());
		this.driver.submit(waiting, 0, RejectionPolicy.abort());
		AtomicReference<Admission> admission = new AtomicReference<>();
		Thread submitter = new Thread(() -> admission.set(submitBlocking(blocked)));
		submitter.start();
		await().atMost(LONG).until(() -> submitter.getState() == Thread.State.WAITING);
		assertThatThrownBy(() -> this.driver.tell((engine) -> {
			engine.cancel(waiting, false, this.driver.now());
			throw new OutOfMemoryError("on purpose");
		})).isInstanceOf(OutOfMemoryError.class);
		submitter.join(LONG.toMillis());
		assertThat(admission).hasValue(Admission.ACCEPTED);
	}

	@Test
	void callBackFromWithinAnEventIsRefusedAndCostsNothing() {
		readyWorker();
		PoolTask<Integer> task = task(0);
		this.driver.tell((engine) -> {
			engine.submit(task, 0, RejectionPolicy.abort(), this.driver.now());
			assertThatThrownBy(() -> this.driver.ask((again) -> again.snapshot()))
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("driver")
				.hasMessageContaining("listener");
			assertThat(this.did).doesNotContain("send " + task.id());
		});
		assertThat(this.did).contains("send " + task.id());
	}

	@Test
	void factoryThatThrowsIsAFailedStartThatTellsWhy() throws InterruptedException {
		this.failing.set("create");
		PoolTask<Integer> task = task(0);
		this.driver.submit(task, 0, RejectionPolicy.abort());
		await().atMost(LONG).until(() -> task.state().isDone());
		assertThat(this.did).anySatisfy((text) -> assertThat(text).contains("Broken").contains("create, on purpose"));
		assertThat(this.driver.ask((engine) -> engine.snapshot()).workers().alive()).isZero();
	}

	@Test
	void claimThatThrowsIsARefusalAndIsAskedAgain() throws InterruptedException {
		AtomicInteger asked = new AtomicInteger();
		end();
		this.driver = driver(PoolType.THREAD, (urgent) -> {
			if (asked.incrementAndGet() == 1) {
				throw new StackOverflowError("on purpose");
			}
			return null;
		});
		this.reports.clear();
		this.driver.submit(task(0), 0, RejectionPolicy.abort());
		await().atMost(LONG).until(() -> !this.reports.isEmpty());
	}

	@Test
	void killThatThrowsIsTriedUntilItIsDone() {
		end();
		this.reports.clear();
		this.driver = driver(PoolType.PROCESS, (urgent) -> null);
		readyWorker();
		this.failures.set(2);
		this.failing.set("kill");
		this.driver.tell((engine) -> engine.shutdown(Shutdown.KILL, this.driver.now()));
		await().atMost(LONG).until(() -> this.did.contains("kill shutdown"));
	}

	@Test
	void workerThatCannotBeSentItsTaskIsKilled() throws InterruptedException {
		readyWorker();
		this.failing.set("send");
		this.driver.submit(task(0), 0, RejectionPolicy.abort());
		assertThat(this.did).contains("kill send failed");
	}

	@Test
	void endThatCannotBeToldFailsTheFuture() throws InterruptedException {
		readyWorker();
		PoolTask<Integer> task = task(0);
		this.driver.submit(task, 0, RejectionPolicy.abort());
		this.failing.set("conclude");
		this.reports.get(0).finished(task);
		assertThat(task.future().exception(LONG)).hasMessageContaining("conclude, on purpose");
	}

	@Test
	void putAwayThatThrowsDoesNotKeepOthersWaitingForTheEnd() throws InterruptedException {
		EngineDriver other = new EngineDriver(new Spec().settings(PoolType.THREAD), this::worker, (urgent) -> null,
				(event) -> {
				}, this::conclude, () -> false, () -> {
					throw new NoClassDefFoundError("on purpose");
				});
		other.tell((engine) -> engine.shutdown(Shutdown.KILL, other.now()));
		assertThat(other.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void lostTaskOfAThreadThatThrewTellsWhat() throws InterruptedException {
		readyWorker();
		PoolTask<Integer> task = task(0);
		this.driver.submit(task, 0, RejectionPolicy.abort());
		this.reports.get(0).failed(new StackOverflowError("in the worker"));
		assertThat(task.state()).isEqualTo(TaskState.FAILED);
		assertThat(this.did).anySatisfy((text) -> assertThat(text).contains("Lost").contains("in the worker"));
	}

	private Admission submitBlocking(PoolTask<?> task) {
		try {
			return this.driver.submit(task, 0, RejectionPolicy.block());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private PoolTask<Integer> task(long id) {
		return new PoolTask<>(id, new Job.Call<>(() -> 7), TaskOptions.defaults(),
				new PoolTask.Defaults("driver", 0, 0), new TaskControl("driver", this.driver,
						new Failures("driver", () -> this.driver.ask(PoolEngine::snapshot))),
				this.completer);
	}

	private void readyWorker() {
		this.driver.tell((engine) -> engine.resize(1, 1, this.driver.now()));
		this.reports.get(0).ready();
	}

	private WorkerHandle worker(EngineWorker worker, WorkerReports reports) {
		doOrFail("create");
		this.reports.add(reports);
		return new Worker();
	}

	private void conclude(PoolTask<?> task, TaskEnd end) {
		doOrFail("conclude");
		this.did.add("conclude " + task.id() + " " + end);
	}

	/** Fails for ever, or as often as was said. */
	private void doOrFail(String what) {
		if (what.startsWith(this.failing.get()) && !this.failing.get().isEmpty()) {
			if (this.failures.get() > 0 && this.failures.decrementAndGet() == 0) {
				this.failing.set("");
			}
			throw new OutOfMemoryError(what + ", on purpose");
		}
	}

	private static final class Spec extends PoolSpec<Spec> {

		Spec() {
			super("driver");
			maxSize(1);
			queueCapacity(1);
		}

		@Override
		protected Spec self() {
			return this;
		}

	}

	/** Does nothing but tell what it should do. */
	private final class Worker implements WorkerHandle {

		@Override
		public void start() {
		}

		@Override
		public void send(PoolTask<?> task) {
			act("send " + task.id());
		}

		@Override
		public boolean hasBegun(PoolTask<?> task) {
			return true;
		}

		@Override
		public void interrupt(PoolTask<?> task) {
			act("interrupt " + task.id());
		}

		@Override
		public void stop() {
			act("stop");
		}

		@Override
		public void kill(String reason) {
			act("kill " + reason);
		}

		private void act(String what) {
			doOrFail(what);
			EngineDriverTests.this.did.add(what);
		}

	}

}
