package dev.poolworks;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The forms in which people call a pool: that this compiles, with every compiler, is half
 * of the test. Each form gives a value that the other half looks at.
 * <p>
 * Forms that are ambiguous, here and for {@code ExecutorService} alone, since the
 * compiler does not look into a method reference with several meanings:
 * {@code submit(ArrayList::new, list)} and {@code submit(Type::varargs, x)} may be
 * functions of one argument or runnables with a result. A lambda says which:
 * {@code submit(x -> Type.varargs(x), x)}. {@code submit(x -> f(x), a)} is a function
 * also if {@code f} returns nothing, and does not compile then: that is
 * {@code run(x -> f(x), a)}.
 */
final class CallForms implements Serializable {

	private static final TaskOptions NAMED = TaskOptions.defaults().name("form");

	private final String directory;

	CallForms(Path directory) {
		this.directory = directory.toString();
	}

	/** With and without a value, with and without options or a result. */
	List<Future<?>> lambdas(TaskPool pool) {
		Path file = file("lambdas");
		List<Future<?>> futures = new ArrayList<>();
		futures.add(pool.submit(() -> 42));
		futures.add(pool.submit(() -> value()));
		futures.add(pool.submit(() -> {
			return value();
		}));
		futures.add(pool.submit(() -> value(), NAMED));
		futures.add(pool.submit((x) -> x + 1, 41));
		futures.add(pool.submit((Integer x) -> x + 1, 41, NAMED));
		futures.add(pool.submit(() -> Files.createFile(file)));
		futures.add(pool.submit(() -> Files.deleteIfExists(file), NAMED));
		futures.add(pool.submit(() -> {
			throw new IOException("no value, no end");
		}));
		return futures;
	}

	/** Checked exceptions need no {@code try}. */
	List<Future<?>> lambdasWithoutAValue(TaskPool pool) {
		Path file = file("without");
		List<Future<?>> futures = new ArrayList<>();
		futures.add(pool.submit(() -> nothing()));
		futures.add(pool.submit(() -> nothing(), NAMED));
		futures.add(pool.submit(() -> {
		}));
		futures.add(pool.submit(() -> Thread.sleep(0)));
		futures.add(pool.submit(() -> Thread.sleep(0), NAMED));
		futures.add(pool.submit(() -> nothing(), null));
		futures.add(pool.run((path) -> touch(path), file));
		futures.add(pool.run((Path path) -> Files.delete(path), file, NAMED));
		return futures;
	}

	List<Future<?>> references(TaskPool pool) {
		Path file = file("references");
		List<Future<?>> futures = new ArrayList<>();
		futures.add(pool.submit(CallForms::value));
		futures.add(pool.submit(CallForms::value, NAMED));
		futures.add(pool.submit(CallForms::successor, 41));
		futures.add(pool.submit(CallForms::successor, 41, NAMED));
		futures.add(pool.submit(String::length, "x".repeat(42)));
		futures.add(pool.submit("x".repeat(42)::length));
		futures.add(pool.submit(this::own, 41));
		futures.add(pool.submit(Text::new, "x"));
		futures.add(pool.submit((path) -> Files.exists(path), file));
		return futures;
	}

	List<Future<?>> referencesWithoutAValue(TaskPool pool) {
		Path file = file("nothing");
		List<Future<?>> futures = new ArrayList<>();
		futures.add(pool.submit(CallForms::nothing));
		futures.add(pool.submit(CallForms::nothing, NAMED));
		futures.add(pool.submit(this::ownNothing));
		futures.add(pool.run(CallForms::touch, file));
		futures.add(pool.run(Files::delete, file, NAMED));
		futures.add(pool.run(this::ownTouch, file));
		return futures;
	}

	/** A result that stays here. */
	List<Future<?>> results(TaskPool pool, Object result) {
		Runnable runnable = (Runnable & Serializable) () -> {
		};
		TaskAction action = CallForms::nothing;
		return List.of(pool.submit(() -> {
		}, result), pool.submit(() -> Thread.sleep(0), result), pool.submit(CallForms::nothing, result),
				pool.submit(action, result), pool.submit(runnable, result));
	}

	List<Future<?>> variables(TaskPool pool) {
		Task<Integer> task = () -> 42;
		Callable<Integer> callable = (Callable<Integer> & Serializable) () -> 42;
		TaskFunction<Integer, Integer> function = (x) -> x + 1;
		TaskFuture<Integer> typed = pool.submit(callable, NAMED);
		return List.of(pool.submit(task), pool.submit(task, NAMED), pool.submit(callable), typed,
				pool.submit(function, 41), pool.submit(function, 41, NAMED));
	}

	List<Future<?>> variablesWithoutAValue(TaskPool pool) {
		Runnable runnable = (Runnable & Serializable) () -> {
		};
		TaskAction action = () -> Thread.sleep(0);
		TaskConsumer<Object> consumer = (any) -> Thread.sleep(0);
		return List.of(pool.submit(runnable), pool.submit(runnable, NAMED), pool.submit(runnable, null),
				pool.submit(action), pool.submit(action, NAMED), pool.submit(action, null), pool.run(consumer, "x"),
				pool.run(consumer, null, NAMED));
	}

	/** What nobody waits for. */
	void executed(TaskPool pool) {
		Runnable runnable = (Runnable & Serializable) () -> {
		};
		TaskAction action = CallForms::nothing;
		pool.execute(() -> Thread.sleep(0));
		pool.execute(() -> value());
		pool.execute(CallForms::nothing);
		pool.execute(CallForms::value);
		pool.execute(runnable);
		pool.execute(action);
	}

	List<List<?>> maps(TaskPool pool) {
		List<Integer> items = List.of(40, 41);
		MapOptions options = MapOptions.defaults().bufferSize(1);
		TaskFunction<Object, String> wider = Object::toString;
		List<String> strings = pool.map(wider, items).toList();
		return List.of(pool.map((x) -> x + 1, items).toList(), pool.map(CallForms::successor, items).toList(),
				pool.map(CallForms::successor, items, options).toList(),
				pool.map(this::own, Stream.of(40, 41)::iterator).toList(),
				strings.stream().map(Integer::valueOf).map(CallForms::successor).toList());
	}

	List<List<?>> mapsWithoutAValue(TaskPool pool) {
		List<Path> files = List.of(file("a"), file("b"));
		MapOptions options = MapOptions.defaults().bufferSize(1);
		return List.of(pool.forEach(CallForms::touch, files).toList(), pool.forEach(this::ownTouch, files).toList(),
				pool.forEach((path) -> Thread.sleep(0), files, options).toList(),
				pool.forEach(Files::delete, files, options).toList());
	}

	/** Of one type, of several types, and as {@code invokeAll} gives them. */
	int waits(TaskPool pool) throws InterruptedException {
		List<TaskFuture<Integer>> typed = List.of(pool.submit(() -> 1), pool.submit(() -> 2));
		List<TaskFuture<?>> untyped = List.of(pool.submit(() -> nothing()), pool.submit(() -> 2));
		List<Future<Integer>> invoked = pool.invokeAll(List.<Task<Integer>>of(() -> 1, () -> 2));
		int sum = TaskFutures.asCompleted(typed).mapToInt(TaskFuture::result).sum();
		Stream<TaskFuture<?>> completed = TaskFutures.asCompleted(untyped);
		TaskFutures.WaitResult<TaskFuture<?>> waited = TaskFutures.wait(untyped, WaitFor.ALL_COMPLETED);
		return sum + (int) completed.count() + waited.done().size()
				+ (int) TaskFutures.asCompleted(invoked, java.time.Duration.ofMinutes(1)).count()
				+ TaskFutures.wait(invoked, WaitFor.ALL_COMPLETED).done().size()
				+ TaskFutures.wait(typed, WaitFor.FIRST_EXCEPTION, java.time.Duration.ofMinutes(1)).done().size();
	}

	static int value() {
		return 42;
	}

	static void nothing() throws IOException {
		Files.exists(Path.of("x"));
	}

	static int successor(int number) {
		return number + 1;
	}

	static void touch(Path path) throws IOException {
		Files.writeString(path, "");
	}

	private int own(int number) {
		return number + this.directory.length() - this.directory.length() + 1;
	}

	private void ownNothing() throws Exception {
		Thread.sleep(0);
	}

	private void ownTouch(Path path) throws IOException {
		touch(Path.of(this.directory).resolve(path));
	}

	private Path file(String name) {
		return Path.of(this.directory).resolve(name);
	}

	record Text(String text) implements Serializable {

	}

}
