package dev.poolworks.engine;

import java.util.SplittableRandom;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolType;
import dev.poolworks.policy.RecyclePolicy;
import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.policy.RetryPolicy;
import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.policy.StartPolicy;

/**
 * A random pool, and how nasty the world is to it. All follows from a seed.
 */
final class Nature {

	static final int MAX_SIZE = 6;

	private static final int MAX_QUESTIONS = 10_000;

	final SplittableRandom random;

	final EngineSettings settings;

	private final long maxTasks;

	final long maxAgeNanos;

	final long maxMemoryBytes;

	final int retries;

	final int poisonThreshold;

	final RejectionPolicy rejection;

	final int steps;

	final double startFails;

	final double startHangs;

	/** How likely it is that somebody else has what one more worker needs. */
	final double startRefused;

	final double workerDies;

	final double taskCrashes;

	final double taskHangs;

	final double ignoresInterrupt;

	final double ignoresStop;

	final double reportsTwice;

	final double busyClients;

	/** How likely it is at each step that the whole process stands still. */
	final double pauses;

	/** Whether a policy throws whenever it is asked. */
	final boolean recycleFails;

	final boolean retryFails;

	private final boolean rejectionFails;

	private boolean scalingFails;

	final long longestTaskNanos;

	/** Whether the policy looks at the past, which cannot be known from outside. */
	boolean adaptive;

	private int questions;

	private SimulationFailure endless;

	/** When the policy wants to be asked again, by its last answer to this event. */
	long againNanos = Agenda.NEVER;

	Nature(long seed) {
		this.random = new SplittableRandom(seed);
		this.maxTasks = oneOf(0, 0, 1, 2, 5);
		this.maxAgeNanos = millis(oneOf(0, 0, 50, 400));
		this.maxMemoryBytes = oneOf(0, 0, 300);
		this.retries = (int) oneOf(0, 1, 2, 3);
		this.poisonThreshold = (int) oneOf(1, 2, 3, 5);
		this.recycleFails = roll(0.05);
		this.retryFails = roll(0.05);
		this.rejectionFails = roll(0.05);
		this.settings = settings();
		this.rejection = rejection();
		this.steps = 5 + this.random.nextInt(60);
		this.startFails = chance();
		this.startHangs = chance();
		this.startRefused = chance() / 2;
		this.workerDies = chance() / 2;
		this.taskCrashes = chance();
		this.taskHangs = chance() / 2;
		this.ignoresInterrupt = chance();
		this.ignoresStop = chance();
		this.reportsTwice = chance() / 2;
		this.busyClients = this.random.nextDouble();
		this.longestTaskNanos = millis(oneOf(5, 50, 200));
		this.pauses = roll(0.2) ? oneOf(1, 5, 50) / 100.0 : 0;
	}

	boolean isProcess() {
		return this.settings.type() == PoolType.PROCESS;
	}

	/** The wait after a failed start if chance takes off all it may. */
	long shortestBackoffNanos() {
		StartPolicy start = this.settings.start();
		return start.initialBackoffNanos() - (long) (start.initialBackoffNanos() * start.jitter());
	}

	boolean roll(double probability) {
		return probability > 0 && this.random.nextDouble() < probability;
	}

	/**
	 * A random time, often none, seldom long.
	 * @param longest the longest, in nanoseconds
	 * @return nanoseconds
	 */
	long upTo(long longest) {
		return switch (this.random.nextInt(4)) {
			case 0 -> 0;
			case 1 -> this.random.nextLong(longest / 10 + 1);
			default -> this.random.nextLong(longest + 1);
		};
	}

	long oneOf(long... values) {
		return values[this.random.nextInt(values.length)];
	}

	static long millis(long millis) {
		return millis * 1_000_000L;
	}

	private double chance() {
		return switch (this.random.nextInt(8)) {
			case 0, 1, 2 -> 0;
			case 3, 4 -> 0.02;
			case 5 -> 0.1;
			case 6 -> 0.4;
			default -> this.random.nextBoolean() ? 0.8 : 1;
		};
	}

	private EngineSettings settings() {
		PoolType type = switch (this.random.nextInt(4)) {
			case 0 -> PoolType.THREAD;
			case 1 -> this.random.nextBoolean() ? PoolType.VIRTUAL : PoolType.PROCESS;
			default -> PoolType.PROCESS;
		};
		int maxSize = 1 + this.random.nextInt(MAX_SIZE);
		int minSize = this.random.nextBoolean() ? 0 : this.random.nextInt(maxSize + 1);
		long initialBackoff = millis(oneOf(0, 1, 20, 100));
		StartPolicy start = new StartPolicy((int) oneOf(1, 2, 3, 5), millis(oneOf(1, 50, 1000, 60_000)), initialBackoff,
				initialBackoff * oneOf(1, 4, 16), oneOf(0, 50, 100) / 100.0, (int) oneOf(1, 2, 8));
		return new EngineSettings("sim", type, minSize, maxSize, (int) oneOf(0, 0, 1, 2),
				(int) oneOf(0, 1, 3, 20, 1000), oneOf(100, 1000, Long.MAX_VALUE / 2),
				(this.random.nextInt(5) == 0) ? Agenda.NEVER : millis(oneOf(0, 5, 100, 1000)),
				millis(oneOf(0, 10, 100)), millis(oneOf(10, 100, 1000)), bounded(scaling()),
				bounded(RecyclePolicy.after(this.maxTasks, this.maxAgeNanos, this.maxMemoryBytes)), retry(), start);
	}

	private ScalingPolicy bounded(ScalingPolicy policy) {
		return new ScalingPolicy() {

			@Override
			public Target target(ScalingLoad load) {
				countQuestion();
				Nature.this.againNanos = Agenda.NEVER;
				if (Nature.this.scalingFails) {
					throwSomething();
				}
				Target target = policy.target(load);
				Nature.this.againNanos = target.againNanos();
				return target;
			}

			@Override
			public boolean looksBack() {
				return policy.looksBack();
			}

		};
	}

	private RecyclePolicy bounded(RecyclePolicy policy) {
		return new RecyclePolicy() {

			@Override
			public String recycle(WorkerUsage usage) {
				countQuestion();
				if (Nature.this.recycleFails) {
					throwSomething();
				}
				return policy.recycle(usage);
			}

			@Override
			public long tasksLeft(long tasksDone) {
				countQuestion();
				if (Nature.this.recycleFails) {
					throwSomething();
				}
				return policy.tasksLeft(tasksDone);
			}

			@Override
			public boolean mayServeOn(WorkerUsage usage) {
				return policy.mayServeOn(usage);
			}

		};
	}

	/** An engine that goes round in a circle asks its policies again and again. */
	private void countQuestion() {
		if (++this.questions >= MAX_QUESTIONS) {
			this.endless = new SimulationFailure(Invariant.LIVENESS, "the engine asks for ever within one event", null);
			throw this.endless;
		}
	}

	/** The engine takes whatever a policy throws for a failure of the policy. */
	void requireEnd() {
		if (this.endless != null) {
			throw this.endless;
		}
	}

	/** What an application's code throws, declared or not. */
	private void throwSomething() {
		switch (this.random.nextInt(5)) {
			case 0 -> throw new IllegalStateException("on purpose");
			case 1 -> throw new OutOfMemoryError("on purpose");
			case 2 -> throw new NoClassDefFoundError("on purpose");
			case 3 -> throw new StackOverflowError("on purpose");
			default -> throw new Unspeakable();
		}
	}

	/** To be called before each event. */
	void eventBegins() {
		this.questions = 0;
		this.againNanos = Agenda.NEVER;
	}

	private ScalingPolicy scaling() {
		return switch (this.random.nextInt(6)) {
			case 0 -> ScalingPolicy.fixed();
			case 1 -> (load) -> new ScalingPolicy.Target(load.queued() / 3, "a third");
			case 2 -> (load) -> new ScalingPolicy.Target(2, "two");
			case 3 -> {
				this.adaptive = true;
				yield ScalingPolicy.adaptive();
			}
			case 4 -> {
				this.scalingFails = roll(0.3);
				yield ScalingPolicy.eager();
			}
			default -> ScalingPolicy.eager();
		};
	}

	/**
	 * What the number of workers follows: that of a policy that throws, eager scaling.
	 * @return a policy that does not throw
	 */
	ScalingPolicy effectiveScaling() {
		return this.scalingFails ? ScalingPolicy.eager() : this.settings.scaling();
	}

	private RetryPolicy retry() {
		RetryPolicy policy = RetryPolicy.of(this.retries, this.poisonThreshold);
		return (crash) -> {
			if (this.retryFails) {
				throwSomething();
			}
			return policy.afterCrash(crash);
		};
	}

	/**
	 * What becomes of a task for which there is no room.
	 * @param pool the pool's figures
	 * @return what the policy says, or what holds if it throws
	 */
	RejectionPolicy.Verdict verdict(PoolSnapshot pool) {
		return this.rejectionFails ? RejectionPolicy.Verdict.ABORT : this.rejection.whenFull(pool);
	}

	private RejectionPolicy rejection() {
		RejectionPolicy policy = switch (this.random.nextInt(isProcess() ? 3 : 4)) {
			case 0 -> RejectionPolicy.abort();
			case 1 -> RejectionPolicy.block();
			case 2 -> RejectionPolicy.discardOldest();
			default -> RejectionPolicy.callerRuns();
		};
		return (pool) -> {
			if (this.rejectionFails) {
				throwSomething();
			}
			return policy.whenFull(pool);
		};
	}

	/**
	 * The limit of tasks that holds.
	 * @return tasks; 0: none
	 */
	long maxTasks() {
		return this.recycleFails ? 0 : this.maxTasks;
	}

	@Override
	public String toString() {
		return this.settings + " maxTasks=" + this.maxTasks + " maxAge=" + this.maxAgeNanos / 1_000_000
				+ " ms maxMemory=" + this.maxMemoryBytes + " retries=" + this.retries + " poisonThreshold="
				+ this.poisonThreshold + " pauses=" + this.pauses + (this.scalingFails ? " scaling fails" : "")
				+ (this.recycleFails ? " recycling fails" : "") + (this.retryFails ? " retrying fails" : "")
				+ (this.rejectionFails ? " rejecting fails" : "");
	}

	/** An error that does not even tell what it is. */
	private static final class Unspeakable extends Error {

		private static final long serialVersionUID = 1L;

		@Override
		public String toString() {
			throw new IllegalStateException("on purpose");
		}

	}

}
