package dev.poolworks.pool;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

import dev.poolworks.TaskFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a task does.
 *
 * @param <T> the type of the result
 */
public sealed interface Job<T extends @Nullable Object> {

	/**
	 * Does it, here.
	 * @return the result
	 * @throws Exception whatever the code throws
	 */
	T run() throws Exception;

	/**
	 * The code, after which a task without a name is called.
	 * @return a lambda, a method reference or an object of a class
	 */
	Object code();

	/**
	 * The package of the code: results may be of classes near it.
	 * @return its name
	 */
	default String codePackage() {
		return code().getClass().getPackageName();
	}

	/**
	 * The result, if the job was done elsewhere.
	 * @param answer what came back
	 * @return the result
	 */
	default @Nullable Object result(@Nullable Object answer) {
		return answer;
	}

	/**
	 * Takes the outcomes, if this job has several.
	 * @return the sink, or {@code null}
	 */
	default @Nullable ItemSink<?> sinkOfItems() {
		return null;
	}

	/**
	 * A callable.
	 *
	 * @param <T> the type of the result
	 * @param code the callable
	 */
	record Call<T extends @Nullable Object>(Callable<T> code) implements Job<T> {

		@Override
		public T run() throws Exception {
			return this.code.call();
		}

	}

	/**
	 * A runnable.
	 *
	 * @param <T> the type of the result
	 * @param code the runnable
	 * @param result the result
	 */
	record Run<T extends @Nullable Object>(Runnable code, T result) implements Job<T> {

		@SuppressWarnings("NullAway") // the result is null and its type says so
		static Run<@Nullable Object> of(Runnable code) {
			return new Run<>(code, null);
		}

		@Override
		public T run() {
			this.code.run();
			return this.result;
		}

		@Override
		public @Nullable Object result(@Nullable Object answer) {
			return this.result;
		}

	}

	/**
	 * A function and its argument.
	 *
	 * @param <A> the type of the argument
	 * @param <R> the type of the result
	 * @param function the function
	 * @param argument the argument
	 */
	record Apply<A extends @Nullable Object, R extends @Nullable Object>(TaskFunction<? super A, ? extends R> function,
			A argument) implements Job<R> {

		@Override
		public R run() throws Exception {
			return this.function.apply(this.argument);
		}

		@Override
		public Object code() {
			return Consumption.code(this.function);
		}

		@Override
		public String codePackage() {
			return (this.argument instanceof CallByName call) ? call.calledPackage() : Job.super.codePackage();
		}

	}

	/**
	 * A function and several items to apply it to. Has no result of its own: each item's
	 * outcome goes to the sink, in the order of the items.
	 *
	 * @param <A> the type of an item
	 * @param <R> the type of a result
	 * @param function the function
	 * @param items the items
	 * @param sink takes the outcomes; called by one thread at a time
	 */
	record Each<A extends @Nullable Object, R extends @Nullable Object>(TaskFunction<? super A, ? extends R> function,
			List<A> items, ItemSink<R> sink) implements Job<@Nullable Void> {

		@Override
		public ItemSink<?> sinkOfItems() {
			return this.sink;
		}

		@Override
		public Object code() {
			return Consumption.code(this.function);
		}

		@Override
		@SuppressWarnings("NullAway") // the result of this job is null and its type says
										// so
		public Void run() {
			return run(() -> true);
		}

		/**
		 * Does it, here, and reports after each item, before its outcome is handed on.
		 * @param itemFinished tells whether to go on; if not, this outcome is dropped too
		 * @return {@code null}
		 */
		@Nullable Void run(BooleanSupplier itemFinished) {
			for (A item : this.items) {
				R value;
				try {
					value = this.function.apply(item);
				}
				catch (Throwable ex) {
					if (!itemFinished.getAsBoolean()) {
						return null;
					}
					this.sink.failed(ex);
					continue;
				}
				if (!itemFinished.getAsBoolean()) {
					return null;
				}
				this.sink.succeeded(value);
			}
			return null;
		}

	}

	/**
	 * What is left of a job that was encoded: what its answer needs.
	 *
	 * @param <T> the type of the result
	 * @param codePackage the package of the code
	 * @param sinkOfItems takes the outcomes of items, or {@code null}
	 * @param known its result, if that stays at home, or {@code null}
	 * @param again does it here, from the encoding
	 */
	record Encoded<T extends @Nullable Object>(String codePackage, @Nullable ItemSink<?> sinkOfItems,
			@Nullable Result known, Callable<?> again) implements Job<T> {

		static <T extends @Nullable Object> Encoded<T> of(Job<T> job, Callable<?> again) {
			Result result = (job instanceof Job.Run<?> run) ? new Result(run.result()) : null;
			return new Encoded<>(job.codePackage(), job.sinkOfItems(), result, again);
		}

		@Override
		@SuppressWarnings({ "unchecked", "NullAway" }) // the encoding is that of this job
		public T run() throws Exception {
			return (T) result(this.again.call());
		}

		@Override
		public Object code() {
			return this.again;
		}

		@Override
		public @Nullable Object result(@Nullable Object answer) {
			return (this.known != null) ? this.known.value() : answer;
		}

		/**
		 * A result that is known beforehand.
		 *
		 * @param value the result
		 */
		record Result(@Nullable Object value) {

		}

	}

	/**
	 * Takes the outcomes of the items of a task, one after the other. Called by threads
	 * that must not run foreign code, such as the one that reads a worker's answers.
	 *
	 * @param <R> the type of a result
	 */
	interface ItemSink<R extends @Nullable Object> {

		void succeeded(R value);

		void failed(Throwable failure);

		/**
		 * The task is about to be sent to a worker; outcomes come from the first item on,
		 * again if the task was lost with another worker before.
		 */
		void restarted();

	}

}
