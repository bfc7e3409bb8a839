package dev.poolworks.pool;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The methods that make dependents: each hangs them where {@link StagedFuture} says.
 *
 * @param <T> the type of the result
 */
abstract class FutureStages<T extends @Nullable Object> extends StagedFuture<T> {

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> thenApply(Function<? super T, ? extends U> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenApply(fn) : super.thenApply(fn);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenApplyAsync(fn) : super.thenApplyAsync(fn);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> fn,
			Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenApplyAsync(fn, executor) : super.thenApplyAsync(fn, executor);
	}

	@Override
	public CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenAccept(action) : super.thenAccept(action);
	}

	@Override
	public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenAcceptAsync(action) : super.thenAcceptAsync(action);
	}

	@Override
	public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenAcceptAsync(action, executor) : super.thenAcceptAsync(action, executor);
	}

	@Override
	public CompletableFuture<Void> thenRun(Runnable action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenRun(action) : super.thenRun(action);
	}

	@Override
	public CompletableFuture<Void> thenRunAsync(Runnable action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenRunAsync(action) : super.thenRunAsync(action);
	}

	@Override
	public CompletableFuture<Void> thenRunAsync(Runnable action, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenRunAsync(action, executor) : super.thenRunAsync(action, executor);
	}

	@Override
	public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombine(
			CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenCombine(other, fn) : super.thenCombine(other, fn);
	}

	@Override
	public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombineAsync(
			CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenCombineAsync(other, fn) : super.thenCombineAsync(other, fn);
	}

	@Override
	public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombineAsync(
			CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenCombineAsync(other, fn, executor)
				: super.thenCombineAsync(other, fn, executor);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBoth(CompletionStage<? extends U> other,
			BiConsumer<? super T, ? super U> action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenAcceptBoth(other, action) : super.thenAcceptBoth(other, action);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBothAsync(CompletionStage<? extends U> other,
			BiConsumer<? super T, ? super U> action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenAcceptBothAsync(other, action) : super.thenAcceptBothAsync(other, action);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBothAsync(CompletionStage<? extends U> other,
			BiConsumer<? super T, ? super U> action, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenAcceptBothAsync(other, action, executor)
				: super.thenAcceptBothAsync(other, action, executor);
	}

	@Override
	public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.runAfterBoth(other, action) : super.runAfterBoth(other, action);
	}

	@Override
	public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.runAfterBothAsync(other, action) : super.runAfterBothAsync(other, action);
	}

	@Override
	public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.runAfterBothAsync(other, action, executor)
				: super.runAfterBothAsync(other, action, executor);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> applyToEither(CompletionStage<? extends T> other,
			Function<? super T, U> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.applyToEither(other, fn) : super.applyToEither(other, fn);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(CompletionStage<? extends T> other,
			Function<? super T, U> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.applyToEitherAsync(other, fn) : super.applyToEitherAsync(other, fn);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(CompletionStage<? extends T> other,
			Function<? super T, U> fn, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.applyToEitherAsync(other, fn, executor)
				: super.applyToEitherAsync(other, fn, executor);
	}

	@Override
	public CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.acceptEither(other, action) : super.acceptEither(other, action);
	}

	@Override
	public CompletableFuture<Void> acceptEitherAsync(CompletionStage<? extends T> other, Consumer<? super T> action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.acceptEitherAsync(other, action) : super.acceptEitherAsync(other, action);
	}

	@Override
	public CompletableFuture<Void> acceptEitherAsync(CompletionStage<? extends T> other, Consumer<? super T> action,
			Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.acceptEitherAsync(other, action, executor)
				: super.acceptEitherAsync(other, action, executor);
	}

	@Override
	public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.runAfterEither(other, action) : super.runAfterEither(other, action);
	}

	@Override
	public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.runAfterEitherAsync(other, action) : super.runAfterEitherAsync(other, action);
	}

	@Override
	public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.runAfterEitherAsync(other, action, executor)
				: super.runAfterEitherAsync(other, action, executor);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> thenCompose(
			Function<? super T, ? extends CompletionStage<U>> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenCompose(fn) : super.thenCompose(fn);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> thenComposeAsync(
			Function<? super T, ? extends CompletionStage<U>> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenComposeAsync(fn) : super.thenComposeAsync(fn);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> thenComposeAsync(
			Function<? super T, ? extends CompletionStage<U>> fn, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.thenComposeAsync(fn, executor) : super.thenComposeAsync(fn, executor);
	}

	@Override
	public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.whenComplete(asThrown(action)) : super.whenComplete(asThrown(action));
	}

	@Override
	public CompletableFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.whenCompleteAsync(asThrown(action))
				: super.whenCompleteAsync(asThrown(action));
	}

	@Override
	public CompletableFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.whenCompleteAsync(asThrown(action), executor)
				: super.whenCompleteAsync(asThrown(action), executor);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.handle(asThrown(fn)) : super.handle(asThrown(fn));
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> handleAsync(
			BiFunction<? super T, Throwable, ? extends U> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.handleAsync(asThrown(fn)) : super.handleAsync(asThrown(fn));
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> handleAsync(
			BiFunction<? super T, Throwable, ? extends U> fn, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.handleAsync(asThrown(fn), executor)
				: super.handleAsync(asThrown(fn), executor);
	}

	@Override
	public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.exceptionally(asThrown(fn)) : super.exceptionally(asThrown(fn));
	}

	@Override
	public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.exceptionallyAsync(asThrown(fn)) : super.exceptionallyAsync(asThrown(fn));
	}

	@Override
	public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn, Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.exceptionallyAsync(asThrown(fn), executor)
				: super.exceptionallyAsync(asThrown(fn), executor);
	}

	@Override
	public CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.exceptionallyCompose(asThrown(fn)) : super.exceptionallyCompose(asThrown(fn));
	}

	@Override
	public CompletableFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> fn) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.exceptionallyComposeAsync(asThrown(fn))
				: super.exceptionallyComposeAsync(asThrown(fn));
	}

	@Override
	public CompletableFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> fn,
			Executor executor) {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.exceptionallyComposeAsync(asThrown(fn), executor)
				: super.exceptionallyComposeAsync(asThrown(fn), executor);
	}

	@Override
	public CompletableFuture<T> copy() {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.copy() : super.copy();
	}

	@Override
	public CompletionStage<T> minimalCompletionStage() {
		CompletableFuture<T> stages = stages();
		return (stages != null) ? stages.minimalCompletionStage() : super.minimalCompletionStage();
	}

	private static <V> BiConsumer<V, Throwable> asThrown(BiConsumer<V, ? super Throwable> action) {
		Objects.requireNonNull(action, "action");
		return (value, failure) -> action.accept(value, thrown(failure));
	}

	private static <V, U> BiFunction<V, Throwable, U> asThrown(BiFunction<V, Throwable, U> fn) {
		Objects.requireNonNull(fn, "fn");
		return (value, failure) -> fn.apply(value, thrown(failure));
	}

	private static <U> Function<Throwable, U> asThrown(Function<Throwable, U> fn) {
		Objects.requireNonNull(fn, "fn");
		return (failure) -> fn.apply(thrown(failure));
	}

}
