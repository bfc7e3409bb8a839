package dev.poolworks.process;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.TreeSet;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskNotSerializableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that are deep, long, or ill-behaved while they are read: they arrive, or their
 * task fails by name. The worker is kept.
 */
class DeepValueTests extends ProcessPoolFixture {

	private static final int MANY = 1_000_000;

	@Test
	void listOfAMillionArrivesHoweverItIsMade() {
		ProcessPool pool = pool(builder().heap(512L << 20));
		assertThat(pool.submit((List<Integer> list) -> list.size(), linked(MANY)).result(LONG)).isEqualTo(MANY);
		assertThat(pool.submit(DeepValueTests::linked, MANY).result(LONG)).hasSize(MANY);
	}

	@Test
	void chainOfAFewHundredObjectsArrives() {
		ProcessPool pool = pool();
		assertThat(pool.submit(Node::length, Node.chain(300)).result(LONG)).isEqualTo(300);
		assertThat(Node.length(pool.submit(Node::chain, 300).result(LONG))).isEqualTo(300);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2_000, 100_000, MANY })
	void chainThatIsTooDeepFailsByNameInEveryPlace(int length) {
		ProcessPool pool = pool(builder().heap(256L << 20));
		long worker = pid(pool);
		Node chain = Node.chain(length);
		assertTooDeep(pool.submit(Node::length, chain));
		assertTooDeep(pool.submit(() -> Node.length(chain)));
		assertTooDeep(pool.submit(Node::chain, length));
		assertTooDeep(pool.submit((depth) -> {
			throw new Broken(Node.chain(depth));
		}, length));
		assertThat(pid(pool)).isEqualTo(worker);
	}

	private static void assertTooDeep(TaskFuture<?> future) {
		Throwable failure = failureOf(future);
		if (failure instanceof Broken broken) {
			assertThat(broken.detail).as("what an exception holds is given up before the exception").isNull();
			return;
		}
		assertThat(failure).isExactlyInstanceOf(TaskNotSerializableException.class)
			.hasMessageContaining("nested")
			.hasMessageContaining("pass a list or an array rather than a chain or a deep tree");
	}

	@ParameterizedTest
	@EnumSource
	void valueWhoseOwnCodeThrowsWhileItIsReadFailsByName(Trouble trouble) {
		ProcessPool pool = pool();
		long worker = pid(pool);
		assertThat(failureOf(pool.submit((argument) -> "read", trouble.make())))
			.isExactlyInstanceOf(TaskNotSerializableException.class)
			.hasMessageContaining("argument cannot be decoded in the worker process");
		assertThat(failureOf(pool.submit(Trouble::make, trouble)))
			.isExactlyInstanceOf(TaskNotSerializableException.class)
			.hasMessageContaining("result cannot be decoded");
		assertThat(pid(pool)).isEqualTo(worker);
	}

	@Test
	void lackOfMemoryInThisJvmIsSaidAndCostsNoWorker() {
		ProcessPool pool = pool();
		long worker = pid(pool);
		assertThat(failureOf(pool.submit(Greedy::new))).isExactlyInstanceOf(TaskNotSerializableException.class)
			.hasMessageContaining("there is not enough memory in this JVM, which submitted the task, for the result")
			.hasMessageContaining("raise its -Xmx")
			.hasCauseInstanceOf(OutOfMemoryError.class);
		assertThat(pid(pool)).isEqualTo(worker);
	}

	private static List<Integer> linked(int size) {
		LinkedList<Integer> list = new LinkedList<>();
		for (int i = 0; i < size; i++) {
			list.add(1);
		}
		return list;
	}

	/**
	 * Values that cannot be put together again.
	 */
	enum Trouble {

		HASH_CODE {

			@Override
			Serializable make() {
				return set(new Moody(), new HashSet<>());
			}

		},

		COMPARE_TO {

			@Override
			Serializable make() {
				ArrayList<Object> shown = new ArrayList<>();
				shown.add(new Sorted());
				return shown;
			}

		},

		TO_STRING_OF_THE_EXCEPTION {

			@Override
			Serializable make() {
				return new Speechless();
			}

		},

		ENDLESS_RECURSION {

			@Override
			Serializable make() {
				return new Endless();
			}

		};

		abstract Serializable make();

		private static HashSet<Object> set(Moody element, HashSet<Object> set) {
			element.calm = true;
			set.add(element);
			element.calm = false;
			return set;
		}

	}

	private static final class Moody implements Serializable {

		private static final long serialVersionUID = 1L;

		private transient boolean calm;

		@Override
		public int hashCode() {
			if (!this.calm) {
				throw new IllegalStateException("not in the mood");
			}
			return 1;
		}

		@Override
		public boolean equals(Object other) {
			throw new AssertionError("not in the mood");
		}

	}

	private static final class Sorted implements Serializable, Comparable<Sorted> {

		private static final long serialVersionUID = 1L;

		@Override
		public int compareTo(Sorted other) {
			throw new AssertionError("incomparable");
		}

		private Object readResolve() {
			return new TreeSet<>(List.of(this, new Sorted()));
		}

	}

	private static final class Speechless implements Serializable {

		private static final long serialVersionUID = 1L;

		private void readObject(ObjectInputStream in) {
			throw new IllegalStateException() {

				private static final long serialVersionUID = 1L;

				@Override
				public String toString() {
					throw new AssertionError("no words");
				}

			};
		}

	}

	private static final class Endless implements Serializable {

		private static final long serialVersionUID = 1L;

		private void readObject(ObjectInputStream in) {
			InWorker.recurse(0);
		}

	}

	private static final class Greedy implements Serializable {

		private static final long serialVersionUID = 1L;

		private void readObject(ObjectInputStream in) {
			throw new OutOfMemoryError("Java heap space");
		}

	}

	private static final class Broken extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final Node detail;

		Broken(Node detail) {
			super("broken");
			this.detail = detail;
		}

	}

	private static final class Node implements Serializable {

		private static final long serialVersionUID = 1L;

		private final Node next;

		Node(Node next) {
			this.next = next;
		}

		static Node chain(int length) {
			Node first = null;
			for (int i = 0; i < length; i++) {
				first = new Node(first);
			}
			return first;
		}

		static int length(Node first) {
			int length = 0;
			for (Node node = first; node != null; node = node.next) {
				length++;
			}
			return length;
		}

	}

}
