package dev.poolworks.pool;

import java.util.concurrent.atomic.AtomicInteger;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Callbacks that are to run one after the other, whoever brings them. They count without
 * a lock: two at a time would lose one.
 */
public class ConcurrentCallbacks {

	private final Completer completer = new Completer("lincheck");

	private final AtomicInteger brought = new AtomicInteger();

	private int ran;

	public ConcurrentCallbacks() {
		this.completer.end(); // whoever finds nobody running them runs them
	}

	@Operation
	public void inOrder() {
		this.brought.incrementAndGet();
		this.completer.inOrder(() -> this.ran++);
	}

	@Validate
	public void allHaveRunOneAfterTheOther() {
		if (this.ran != this.brought.get()) {
			throw new IllegalStateException(this.ran + " of " + this.brought + " callbacks have run");
		}
	}

}
