package dev.poolworks.pool;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Dependents that are added while a worker's thread settles their future. None is lost,
 * none runs twice, and none runs in the thread that settles, unless a {@link Completer}
 * has let it: one that has ended runs things at once, so that all of it is over when the
 * operations are.
 */
public class ConcurrentDependents {

	private final AtomicInteger added = new AtomicInteger();

	private final AtomicInteger ran = new AtomicInteger();

	private final PooledFuture<Integer> future;

	private volatile boolean settled;

	private volatile boolean foreign;

	public ConcurrentDependents() {
		Completer completer = new Completer("lincheck");
		completer.end();
		this.future = ConcurrentFuture.future(completer);
	}

	@Operation(runOnce = true)
	public void settle() {
		this.future.settle(7, null);
		this.settled = true;
	}

	@Operation
	public void thenRun() {
		this.added.incrementAndGet();
		this.future.thenRun(this::run);
	}

	@Operation
	public void onDone() {
		this.added.incrementAndGet();
		this.future.onDone((done) -> run());
	}

	@Operation
	public void asAStage() {
		this.added.incrementAndGet();
		this.future.toCompletableFuture().thenAccept((value) -> run());
	}

	@Validate
	public void allHaveRunWhereTheyMay() {
		int expected = this.settled ? this.added.get() : 0;
		if (this.ran.get() != expected || this.foreign) {
			throw new IllegalStateException(this.ran + " of " + expected + " dependents have run"
					+ (this.foreign ? ", one of them in the thread that settles" : ""));
		}
	}

	private void run() {
		this.ran.incrementAndGet();
		StackTraceElement[] stack = new Throwable().getStackTrace();
		boolean settling = Arrays.stream(stack)
			.anyMatch((frame) -> frame.getClassName().equals(PooledFuture.class.getName())
					&& frame.getMethodName().equals("settle"));
		boolean completing = Arrays.stream(stack)
			.anyMatch((frame) -> frame.getClassName().equals(Completer.class.getName()));
		if (settling && !completing) {
			this.foreign = true;
		}
	}

}
