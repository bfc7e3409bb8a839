package dev.poolworks.benchmarks.mischief;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.poolworks.PoolBrokenException;
import dev.poolworks.TaskAction;
import dev.poolworks.TaskResults;
import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.thread.ThreadPool;

import static dev.poolworks.benchmarks.mischief.Scene.failure;
import static dev.poolworks.benchmarks.mischief.Scene.require;

/**
 * The application's own code, called by the pool: listeners, policies, initializers,
 * inputs.
 */
final class ForeignCodeDeeds {

	private ForeignCodeDeeds() {
	}

	static List<Deed> all() {
		return List.of(Deed.toAll("has a listener that throws Errors", ForeignCodeDeeds::listener),
				Deed.toAll("has a scaling policy that throws an Error now and then", ForeignCodeDeeds::policy),
				Deed.toAll("has a scaling policy that always throws", ForeignCodeDeeds::brokenPolicy),
				Deed.toAll("has a scaling policy that asks the pool", ForeignCodeDeeds::recursivePolicy),
				Deed.toAll("has an input that throws an Error", ForeignCodeDeeds::input),
				Deed.toAll("maps a function that throws Errors", ForeignCodeDeeds::function),
				Deed.toThreads("has a decorator that throws", ForeignCodeDeeds::decorator),
				Deed.toProcesses("has an initializer that throws", ForeignCodeDeeds::initializer),
				Deed.toProcesses("has an initializer that exits", ForeignCodeDeeds::exitingInitializer),
				Deed.toThreads("has an initializer that throws in a thread", ForeignCodeDeeds::threadInitializer),
				Deed.toAll("executes what throws", ForeignCodeDeeds::executes));
	}

	private static void listener(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2).listener((pool, event) -> {
			throw new NoClassDefFoundError("in a listener");
		}), (own) -> {
			own.serves();
			own.limits();
			own.serves();
		});
	}

	private static void policy(Scene scene) throws Exception {
		AtomicInteger asked = new AtomicInteger();
		ScalingPolicy eager = ScalingPolicy.eager();
		scene.elsewhere((spec) -> spec.maxSize(2).scaling((load) -> {
			if (asked.incrementAndGet() % 3 == 0) {
				throw new NoClassDefFoundError("in a policy");
			}
			return eager.target(load);
		}), ForeignCodeDeeds::servesAndLimits);
	}

	private static void brokenPolicy(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2).scaling((load) -> {
			throw new OutOfMemoryError("in a policy");
		}), ForeignCodeDeeds::servesAndLimits);
	}

	private static void recursivePolicy(Scene scene) throws Exception {
		Scene[] self = new Scene[1];
		ScalingPolicy eager = ScalingPolicy.eager();
		scene.elsewhere((spec) -> spec.maxSize(2).scaling((load) -> {
			if (self[0] != null) {
				self[0].pool().snapshot();
			}
			return eager.target(load);
		}), (own) -> {
			self[0] = own;
			servesAndLimits(own);
		});
	}

	private static void servesAndLimits(Scene own) {
		own.serves();
		own.limits();
		own.serves();
		own.limits();
		own.serves();
	}

	private static void input(Scene scene) {
		Iterable<Integer> items = () -> new Iterator<>() {

			private int next;

			@Override
			public boolean hasNext() {
				return true;
			}

			@Override
			public Integer next() {
				if (this.next == 5) {
					throw new NoClassDefFoundError("in an input");
				}
				return this.next++;
			}

		};
		try (TaskResults<Integer> results = scene.pool().map((n) -> n, items, Scene.UNSEEN_ITEMS)) {
			results.toList();
			throw new IllegalStateException("nothing was thrown");
		}
		catch (NoClassDefFoundError ex) {
			require("in an input".equals(ex.getMessage()), "another error: " + ex);
		}
	}

	private static void function(Scene scene) {
		try (TaskResults<Integer> results = scene.pool().map((Integer n) -> {
			throw new NoClassDefFoundError("item " + n);
		}, List.of(1, 2, 3), Scene.UNSEEN_ITEMS)) {
			results.toList();
			throw new IllegalStateException("nothing was thrown");
		}
		catch (NoClassDefFoundError ex) {
			require("item 1".equals(ex.getMessage()), "another error: " + ex);
		}
	}

	private static void decorator(Scene scene) throws Exception {
		AtomicBoolean broken = new AtomicBoolean(true);
		scene.elsewhere((spec) -> {
			if (spec.maxSize(2) instanceof ThreadPool.Builder builder) {
				builder.decorator((task) -> () -> {
					if (broken.get()) {
						throw new NoClassDefFoundError("in a decorator");
					}
					task.run();
				});
			}
		}, (own) -> {
			require(failure(own.submit((n) -> n, 1)) instanceof NoClassDefFoundError, "the error is lost");
			broken.set(false);
			own.serves();
		});
	}

	private static void initializer(Scene scene) throws Exception {
		scene.withProcesses((builder) -> builder.maxSize(1).maxStarts(1).initializer(() -> {
			throw new NoClassDefFoundError("in an initializer");
		}), (own) -> {
			Throwable failure = failure(own.submit((n) -> n, 1));
			require(failure instanceof PoolBrokenException
					&& String.valueOf(failure.getMessage()).contains("in an initializer"), "it was told as " + failure);
			own.pool().shutdown();
		});
	}

	private static void exitingInitializer(Scene scene) throws Exception {
		scene.withProcesses((builder) -> builder.maxSize(1).maxStarts(1).initializer(() -> System.exit(9)), (own) -> {
			Throwable failure = failure(own.submit((n) -> n, 1));
			require(failure instanceof PoolBrokenException
					&& String.valueOf(failure.getMessage()).contains("exit code 9"), "it was told as " + failure);
			own.pool().shutdown();
		});
	}

	private static void threadInitializer(Scene scene) throws Exception {
		scene.elsewhere((spec) -> {
			if (spec.maxSize(1) instanceof ThreadPool.Builder builder) {
				builder.initializer(() -> {
					throw new NoClassDefFoundError("in an initializer");
				});
			}
		}, (own) -> {
			Throwable failure = failure(own.submit((n) -> n, 1));
			require(failure instanceof PoolBrokenException
					&& String.valueOf(failure.getMessage()).contains("in an initializer"), "it was told as " + failure);
			own.pool().shutdown();
		});
	}

	private static void executes(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			for (int i = 0; i < 20; i++) {
				own.pool().execute(new UnseenFailure());
			}
			own.settles();
			require(own.pool().snapshot().tasks().failed() == 20, "failures are not counted");
		});
	}

	/**
	 * A task nobody waits for; tasks without a name are called after their class.
	 */
	private static final class UnseenFailure implements TaskAction {

		private static final long serialVersionUID = 1L;

		@Override
		public void perform() {
			throw new IllegalStateException("nobody waits for this");
		}

	}

}
