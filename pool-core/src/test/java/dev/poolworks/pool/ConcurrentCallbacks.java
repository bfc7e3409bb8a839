package dev.poolworks.pool;

import java.util.concurrent.atomic.AtomicInteger;

import dev.poolworks.TaskProgress;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Progress that threads bring while others begin to listen. Listeners are called one
 * after the other, whoever brings it, hear of no report twice, and of the last one in any
 * case. They count without a lock: two at a time would lose one.
 */
public class ConcurrentCallbacks {

	private final PooledFuture<Integer> future;

	private final AtomicInteger brought = new AtomicInteger();

	private int added;

	private int heard;

	private int heardTheLast;

	public ConcurrentCallbacks() {
		Completer completer = new Completer("lincheck");
		completer.end(); // whoever finds nobody delivering delivers
		this.future = ConcurrentFuture.future(completer);
	}

	@Operation
	public void progress() {
		this.future.progress(new TaskProgress(this.brought.incrementAndGet(), 0, null));
	}

	@Operation(nonParallelGroup = "listeners")
	public void onProgress() {
		this.added++;
		this.future.onProgress((progress) -> this.heard++);
	}

	@Validate
	public void theLastWasHeard() {
		int before = this.heard;
		this.future.progress(new TaskProgress(-1, 0, null));
		this.future.onProgress((progress) -> this.heardTheLast += (progress.done() == -1) ? 1 : 0);
		boolean told = this.heard == before + this.added && this.heardTheLast == 1;
		if (!told || before > this.added * this.brought.get()) {
			throw new IllegalStateException(this.added + " listeners have heard " + this.heard + " times of "
					+ this.brought + " reports, of the last " + (this.heard - before) + " times");
		}
	}

}
