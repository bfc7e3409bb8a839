package dev.poolworks.benchmarks.mischief;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskNotSerializableException;
import org.jspecify.annotations.Nullable;

import static dev.poolworks.benchmarks.mischief.Scene.fails;
import static dev.poolworks.benchmarks.mischief.Scene.require;
import static dev.poolworks.benchmarks.mischief.Scene.value;

/**
 * Odd arguments, captured values and results.
 */
final class ValueDeeds {

	private static final int MANY = 1_000_000;

	private static final int LONG = 200_000;

	private ValueDeeds() {
	}

	static List<Deed> all() {
		return Stream.of(refused(), odd(), large()).flatMap(List::stream).toList();
	}

	private static List<Deed> refused() {
		return List.of(Deed.toProcesses("passes what cannot be serialized", (scene) -> {
			Object captured = new Object();
			fails(scene.submit((x) -> x, captured), TaskNotSerializableException.class, "java.lang.Object");
		}), Deed.toProcesses("returns what cannot be serialized",
				(scene) -> fails(scene.submit(() -> new Object()), TaskNotSerializableException.class, "result")),
				Deed.toProcesses("returns a proxy", ValueDeeds::proxy),
				Deed.toProcesses("passes what throws when it is written",
						(scene) -> failsInSomeWay(scene.submit((x) -> x, new Trap("home writes")))),
				Deed.toProcesses("passes what throws when it is read",
						(scene) -> failsInSomeWay(scene.submit((x) -> x, new Trap("worker reads")))),
				Deed.toProcesses("returns what throws when it is written",
						(scene) -> failsInSomeWay(scene.submit(() -> new Trap("worker writes")))),
				Deed.toProcesses("returns what throws when it is read",
						(scene) -> failsInSomeWay(scene.submit(() -> new Trap("home reads")))),
				Deed.toProcesses("passes a key whose hash code throws", (scene) -> {
					Map<Object, Integer> map = new HashMap<>();
					map.put(new Trap("worker hashes"), 1);
					failsInSomeWay(scene.submit((x) -> x.size(), map));
				}), Deed.toProcesses("passes what interrupts whoever reads or writes it", ValueDeeds::interrupting));
	}

	private static List<Deed> odd() {
		return List.of(
				Deed.toAll("returns nothing at all",
						(scene) -> require(value(scene.submit(ValueDeeds::nothing)) == null, "not null")),
				Deed.toAll("passes and returns a path", (scene) -> {
					Path path = Path.of("there", "and", "back");
					require(value(scene.submit((x) -> x, path)).equals(path), "another path");
				}),
				Deed.toAll("returns an OptionalInt",
						(scene) -> require(value(scene.submit(() -> OptionalInt.of(4))).getAsInt() == 4, "not 4")),
				Deed.toAll("passes text that is none", (scene) -> {
					String text = "half a pair \ud83d, zero \0, and \uffff";
					require(value(scene.submit((x) -> x, text)).equals(text), "other text");
				}));
	}

	private static List<Deed> large() {
		return List.of(Deed.toProcesses("returns more than max-payload", ValueDeeds::tooLarge),
				Deed.toProcesses("passes a chain of a million nodes", (scene) -> deep(scene, true)),
				Deed.toProcesses("returns a chain of a million nodes", (scene) -> deep(scene, false)),
				Deed.toAll("passes and returns a long list", (scene) -> {
					LinkedList<Integer> list = new LinkedList<>();
					IntStream.range(0, LONG).forEach(list::add);
					require(value(scene.submit((x) -> x, list)).size() == LONG, "elements are missing");
				}), Deed.toAll("passes and returns sixteen megabytes", (scene) -> {
					byte[] bytes = new byte[16 << 20];
					new Random(5).nextBytes(bytes);
					require(java.util.Arrays.equals(value(scene.submit((x) -> x, bytes)), bytes), "other bytes");
				}));
	}

	private static @Nullable Object nothing() {
		return null;
	}

	private static void proxy(Scene scene) {
		fails(scene
			.submit(() -> Proxy.newProxyInstance(ValueDeeds.class.getClassLoader(), new Class<?>[] { Runnable.class },
					(java.lang.reflect.InvocationHandler & Serializable) (proxy, method, arguments) -> null)),
				TaskNotSerializableException.class, "proxy");
	}

	private static void tooLarge(Scene scene) throws Exception {
		scene.withProcesses((builder) -> builder.maxSize(1).maxPayload(10_000), (own) -> {
			fails(own.submit(() -> new byte[20_000]), PayloadTooLargeException.class, "max-payload");
			fails(own.submit((x) -> x, new byte[20_000]), PayloadTooLargeException.class, "max-payload");
		});
	}

	/** It may work or fail, by name, and costs no worker. */
	private static void deep(Scene scene, boolean passed) {
		List<Long> before = scene.isAlone() ? warm(scene) : List.of();
		TaskFuture<?> future = passed ? scene.submit(Node::length, Node.chain(MANY))
				: scene.submit(() -> Node.chain(MANY));
		Throwable failure = future.exception(Scene.PATIENCE);
		if (failure == null) {
			Object result = value(future);
			require(((result instanceof Node node) ? node.length() : result).equals(MANY), "nodes are missing");
		}
		else {
			require(failure instanceof TaskNotSerializableException
					&& String.valueOf(failure.getMessage()).contains("nested"), "ended with " + failure);
		}
		require(scene.workers().containsAll(before), "a worker was lost");
	}

	private static List<Long> warm(Scene scene) {
		scene.serves();
		return scene.workers();
	}

	private static void interrupting(Scene scene) {
		List<Long> before = scene.isAlone() ? warm(scene) : List.of();
		for (String trap : List.of("home writes", "worker reads", "worker writes", "home reads")) {
			TaskFuture<?> future = scene.submit((x) -> x, new Trap(trap, true));
			Thread.interrupted();
			future.exception(Scene.PATIENCE);
			scene.serves();
		}
		require(scene.workers().containsAll(before), "a worker was lost");
	}

	private static void failsInSomeWay(TaskFuture<?> future) {
		Throwable failure = Scene.failure(future);
		require(!(failure instanceof dev.poolworks.WorkerCrashedException), "it cost a worker: " + failure);
	}

	/**
	 * A link of a chain.
	 */
	static final class Node implements Serializable {

		private static final long serialVersionUID = 1L;

		private @Nullable Node next;

		static Node chain(int length) {
			Node head = new Node();
			for (int i = 1; i < length; i++) {
				Node node = new Node();
				node.next = head;
				head = node;
			}
			return head;
		}

		int length() {
			int length = 0;
			for (Node node = this; node != null; node = node.next) {
				length++;
			}
			return length;
		}

	}

	/**
	 * A value that does something when it is written, read or hashed, in the worker or at
	 * home.
	 */
	static final class Trap implements Serializable {

		private static final long serialVersionUID = 1L;

		private final String trap;

		private final boolean interrupts;

		Trap(String trap) {
			this(trap, false);
		}

		Trap(String trap, boolean interrupts) {
			this.trap = trap;
			this.interrupts = interrupts;
		}

		private void writeObject(ObjectOutputStream out) throws IOException {
			spring("writes");
			out.defaultWriteObject();
		}

		private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
			in.defaultReadObject();
			spring("reads");
		}

		@Override
		public int hashCode() {
			spring("hashes");
			return 1;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return this == other;
		}

		private void spring(String what) {
			String where = (System.getenv("POOLWORKS_WORKER") == null) ? "home " : "worker ";
			if (!this.trap.equals(where + what)) {
				return;
			}
			if (!this.interrupts) {
				throw new AssertionError("sprung");
			}
			Thread.currentThread().interrupt();
		}

	}

}
