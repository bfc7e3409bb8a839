package dev.poolworks.benchmarks.mischief;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.poolworks.TaskFuture;

/**
 * All that a future which has succeeded can be asked has the same answer.
 */
final class Agreement {

	private static final boolean HAS_STATE = Runtime.version().feature() >= 19;

	private Agreement() {
	}

	/**
	 * Asks all of it.
	 * @param future a future of which somebody knows that it has succeeded
	 * @param value its result
	 * @throws Exception if there is a contradiction
	 */
	static void require(TaskFuture<Integer> future, int value) throws Exception {
		Scene.require(future.isDone(), "it is not done");
		Scene.require(!future.isCancelled() && !future.isCompletedExceptionally(), "it has failed");
		Scene.require(future.getNow(-1) == value, "its result is not there");
		Scene.require(future.resultNow() == value, "it has another result");
		Scene.require(!future.toString().contains("Not completed"), "it describes itself as " + future);
		AtomicBoolean called = new AtomicBoolean();
		future.onDone((done) -> called.set(true));
		Scene.require(called.get(), "a callback is not called at once");
		Scene.require(future.thenApply((n) -> n + 1).isDone(), "a stage does not run at once");
		Scene.require(CompletableFuture.allOf(future).isDone(), "allOf waits");
		Scene.require(CompletableFuture.anyOf(future).isDone(), "anyOf waits");
		if (HAS_STATE) {
			Method state = Future.class.getMethod("state");
			Scene.require("SUCCESS".equals(state.invoke(future).toString()), "it is " + state.invoke(future));
		}
	}

}
