package dev.poolworks.pool;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import dev.poolworks.TaskFuture;
import org.jspecify.annotations.Nullable;

/**
 * A future that is done for everybody at the same instant, and whose dependents run
 * elsewhere. {@link CompletableFuture} runs dependents in the thread that completes it,
 * which here may be one that must not run foreign code. Stages that are asked for before
 * the end therefore hang on a second future, which is completed after this one, by
 * another thread; later ones hang on nothing and run at once, in the thread that adds
 * them.
 * <p>
 * Whoever adds a stage makes the second future and then looks whether the first is done;
 * whoever completes it looks for the second afterwards: one of the two sees the other.
 * <p>
 * Two ways lead past this. As the argument of another future's method, this one gives
 * itself ({@link #toCompletableFuture}), and is then completed by a thread that may run
 * what hangs on it. {@code allOf} and {@code anyOf} do not even ask: those that are there
 * are seen. One that is called in the instant between that look and the completion, and
 * given a dependent in that same instant, runs this in the completing thread.
 *
 * @param <T> the type of the result
 */
abstract class StagedFuture<T extends @Nullable Object> extends TaskFuture<T> {

	@SuppressWarnings("rawtypes")
	private static final AtomicReferenceFieldUpdater<StagedFuture, @Nullable CompletableFuture> STAGES = AtomicReferenceFieldUpdater
		.newUpdater(StagedFuture.class, CompletableFuture.class, "stages");

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<StagedFuture> EXPOSURE = AtomicIntegerFieldUpdater
		.newUpdater(StagedFuture.class, "exposure");

	private static final int HIDDEN = 0;

	/** Foreign code has this future itself as a stage. */
	private static final int SHARED = 1;

	/** A thread that must not run foreign code is about to complete this. */
	private static final int CLOSED = 2;

	private volatile @Nullable CompletableFuture<T> stages;

	private volatile int exposure;

	@Override
	public CompletableFuture<T> toCompletableFuture() {
		if (!isDone() && !EXPOSURE.compareAndSet(this, HIDDEN, SHARED) && this.exposure == CLOSED) {
			awaitDoneUninterruptibly(); // for some nanoseconds
		}
		return this;
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>();
	}

	@Override
	public int getNumberOfDependents() {
		CompletableFuture<T> stages = this.stages;
		return super.getNumberOfDependents() + ((stages != null) ? stages.getNumberOfDependents() : 0);
	}

	/**
	 * Whether completing this future may run what others have hung on it.
	 * @return whether foreign code has this future itself
	 */
	final boolean isShared() {
		return this.exposure == SHARED || super.getNumberOfDependents() > 0;
	}

	/**
	 * Keeps foreign code away until this future is done, which the caller must see to at
	 * once.
	 * @return whether it is away; if not, the completion is for another thread
	 */
	final boolean closeToOthers() {
		return super.getNumberOfDependents() == 0 && EXPOSURE.compareAndSet(this, HIDDEN, CLOSED);
	}

	/**
	 * Calls before all that hangs on this future itself, if it is done after this call:
	 * what came last is the first to run.
	 * @param action runs no foreign code
	 */
	final void beforeDependents(Runnable action) {
		super.whenComplete((value, failure) -> action.run());
	}

	/**
	 * Takes what has to be completed after this future.
	 * @return the stages asked for before the end; {@code null} if there are none, or if
	 * another thread has taken them
	 */
	@SuppressWarnings("unchecked") // there is no other type in this field
	final @Nullable CompletableFuture<T> takeStages() {
		return (this.stages != null) ? STAGES.getAndSet(this, null) : null;
	}

	/**
	 * Completes stages with the outcome of this future, which is done. Runs foreign code.
	 * @param stages what {@link #takeStages} gave
	 */
	final void complete(CompletableFuture<T> stages) {
		super.whenComplete((value, failure) -> {
			if (failure != null) {
				stages.completeExceptionally(failure);
			}
			else {
				stages.complete(value);
			}
		});
	}

	/**
	 * Whether this future, which is done, was completed with this.
	 * @param value the value, or {@code null}
	 * @param failure the failure, or {@code null}
	 * @return whether it is this outcome
	 */
	final boolean hasOutcome(@Nullable T value, @Nullable Throwable failure) {
		return super.handle((ownValue, ownFailure) -> ownValue == value && ownFailure == failure).join();
	}

	/**
	 * Why this future, which is done, has no result.
	 * @return what the task threw, as it threw it
	 */
	final Throwable failure() {
		return Objects.requireNonNull(super.handle((value, failure) -> thrown(failure)).join());
	}

	/** Newer JDKs wrap it in another one, whose message is the name of a method. */
	static CancellationException original(CancellationException ex) {
		return (ex.getCause() instanceof CancellationException cause) ? cause : ex;
	}

	/**
	 * What a task threw, so that it is neither taken for a wrapper nor for a cancellation
	 * of the future.
	 * @param failure what the task threw
	 * @return what this future is to be completed with
	 */
	static Throwable ofTask(Throwable failure) {
		return CancellationOrCompletion.isOne(failure) ? new CancellationOrCompletion(failure) : failure;
	}

	/**
	 * Where new stages are to hang.
	 * @return a future that is completed after this one; {@code null} if this is done
	 */
	final @Nullable CompletableFuture<T> stages() {
		if (isDone()) {
			return null;
		}
		CompletableFuture<T> stages = this.stages;
		if (stages == null) {
			stages = new CompletableFuture<>();
			if (!STAGES.compareAndSet(this, null, stages)) {
				stages = this.stages;
			}
		}
		return isDone() ? null : stages;
	}

	/**
	 * What dependents are to see of a failure.
	 * @param failure what a future was completed with, or {@code null}
	 * @return what the task threw, as it threw it
	 */
	static @Nullable Throwable thrown(@Nullable Throwable failure) {
		return (failure instanceof CancellationOrCompletion) ? failure.getCause() : failure;
	}

	/**
	 * Holds an exception of a task that {@link CompletableFuture} would take for its own.
	 */
	private static final class CancellationOrCompletion extends CompletionException {

		private static final long serialVersionUID = 1L;

		CancellationOrCompletion(Throwable failure) {
			super(failure);
		}

		static boolean isOne(Throwable failure) {
			return failure instanceof CompletionException || failure instanceof CancellationException;
		}

	}

}
