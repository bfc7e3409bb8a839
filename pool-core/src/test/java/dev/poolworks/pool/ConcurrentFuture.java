package dev.poolworks.pool;

import java.util.concurrent.CompletionException;

import dev.poolworks.TaskOptions;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/**
 * A future that a worker settles and that others complete and look at. Who comes first
 * decides, for everybody and for good: {@link SequentialFuture}.
 */
@Param(name = "value", gen = IntGen.class, conf = "1:3")
public class ConcurrentFuture {

	private final PooledFuture<Integer> future;

	public ConcurrentFuture() {
		Completer completer = new Completer("lincheck");
		completer.end(); // publishes in the thread that settles
		this.future = future(completer);
	}

	static PooledFuture<Integer> future(Completer completer) {
		return new PoolTask<>(1, new Job.Call<>(() -> 7), TaskOptions.defaults(),
				new PoolTask.Defaults("lincheck", 0, 0), new Unstoppable(), completer)
			.future();
	}

	@Operation(params = "value", runOnce = true)
	public void settle(int value) {
		this.future.settle(value, null);
	}

	@Operation(params = "value")
	public boolean complete(int value) {
		return this.future.complete(value);
	}

	@Operation
	public boolean fail() {
		return this.future.completeExceptionally(new IllegalStateException());
	}

	@Operation
	public boolean isDone() {
		return this.future.isDone();
	}

	@Operation
	public @Nullable Integer outcome() {
		try {
			return this.future.getNow(null);
		}
		catch (CompletionException ex) {
			return SequentialFuture.FAILED;
		}
	}

	/**
	 * What the base class thinks once it has been told, to which dependents look.
	 * @return what the future's own answer must be as well
	 */
	@Operation
	public @Nullable Integer outcomeOfAStage() {
		return this.future.handle((value, failure) -> (failure != null) ? SequentialFuture.FAILED : value).getNow(null);
	}

	/**
	 * Has no task to stop.
	 */
	private record Unstoppable() implements PoolTask.Control {

		@Override
		public boolean cancel(PoolTask<?> task, boolean mayInterrupt) {
			return false;
		}

		@Override
		public void lookForBegun() {
		}

	}

}
