package dev.poolworks.pool;

import java.util.concurrent.CancellationException;

import dev.poolworks.TaskOutcome;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a map that several bring and one takes, without waiting. They must
 * behave as they do for one caller at a time, which other tests look at.
 */
@Param(name = "index", gen = IntGen.class, conf = "0:3")
public abstract class ConcurrentItems {

	private static final long PAST = Long.MIN_VALUE / 2;

	private final ItemOutcomes<Integer> outcomes;

	ConcurrentItems(boolean ordered) {
		this.outcomes = new ItemOutcomes<>(ordered);
		this.outcomes.expect(3);
	}

	@Operation(params = "index")
	public void put(int index) {
		this.outcomes.put(new TaskOutcome<>(index, index, null));
	}

	@Operation(nonParallelGroup = "taker")
	public String take() throws InterruptedException {
		try {
			return describe(this.outcomes.take(PAST));
		}
		catch (CancellationException ex) {
			return "closed";
		}
	}

	@Operation
	public void expectOneMore() {
		this.outcomes.expect(1);
	}

	@Operation
	public void complete() {
		this.outcomes.complete(null);
	}

	@Operation
	public void cut() {
		this.outcomes.complete(new IllegalStateException());
	}

	@Operation
	public void close() {
		this.outcomes.close();
	}

	@Operation
	public String ahead() {
		return this.outcomes.ahead() + " ahead";
	}

	@Operation
	public boolean isExhausted() {
		return this.outcomes.isExhausted();
	}

	private static String describe(@Nullable TaskOutcome<Integer> outcome) {
		if (outcome == null) {
			return "nothing";
		}
		return outcome.index() + ((outcome.failure() != null) ? " cut" : " done");
	}

	/** Sorted by item. */
	public static class Ordered extends ConcurrentItems {

		public Ordered() {
			super(true);
		}

	}

	/** In the order of arrival. */
	public static class AsTheyCome extends ConcurrentItems {

		public AsTheyCome() {
			super(false);
		}

	}

}
