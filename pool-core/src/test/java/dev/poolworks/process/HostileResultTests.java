package dev.poolworks.process;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.thirdparty.Gadget;
import com.thirdparty.GadgetException;
import com.thirdparty.PlainException;
import com.thirdparty.Shape;
import dev.poolworks.MapOptions;
import dev.poolworks.PoolBrokenException;
import dev.poolworks.RemoteTaskException;
import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.TaskOutcome;
import dev.poolworks.TaskResults;
import dev.poolworks.pool.CallByName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a worker that was taken over can do to this process by what it answers: nothing.
 * The tasks of these tests are the attackers; the worker sends what they return as any
 * other value.
 */
class HostileResultTests extends ProcessPoolFixture {

	@AfterEach
	void noGadgetHasRunHere() {
		assertThat(System.getProperty(Gadget.TRACE)).isNull();
	}

	@Test
	void resultOfARefusedClassFailsItsTaskAndNothingElse() {
		ProcessPool pool = pool();
		long worker = pid(pool);
		for (Hostile hostile : Hostile.values()) {
			Throwable failure = failureOf(pool.submit(Hostile::make, hostile));
			assertThat(failure).as("%s", hostile)
				.isExactlyInstanceOf(TaskNotSerializableException.class)
				.hasMessageContaining("result is refused: it holds a")
				.hasMessageContaining(hostile.named);
		}
		assertThat(failureOf(pool.submit(Hostile::make, Hostile.ITSELF)))
			.hasMessageContaining("neither a value of the JDK nor a plain exception nor in an allowed package")
			.hasMessageContaining("add com.thirdparty to pool.executors." + pool.name() + ".serialization.allow")
			.hasMessageContaining("allow(\"com.thirdparty\")");
		assertThat(pid(pool)).as("the worker is kept").isEqualTo(worker);
		assertServes(pool);
	}

	@Test
	void itemResultOfARefusedClassFailsItsItemAndNothingElse() {
		ProcessPool pool = pool();
		List<Hostile> items = List.of(Hostile.ITSELF, Hostile.IN_A_LIST);
		MapOptions options = MapOptions.defaults().chunkSize(3).onError(MapOptions.OnError.CONTINUE);
		List<Object> all = new ArrayList<>(items);
		all.add("harmless");
		try (TaskResults<Object> results = pool.map((item) -> (item instanceof Hostile hostile) ? hostile.make() : item,
				all, options)) {
			List<TaskOutcome<Object>> outcomes = results.outcomes().toList();
			assertThat(outcomes).hasSize(3);
			assertThat(outcomes.get(0).failure()).isExactlyInstanceOf(TaskNotSerializableException.class);
			assertThat(outcomes.get(1).failure()).isExactlyInstanceOf(TaskNotSerializableException.class);
			assertThat(outcomes.get(2).value()).isEqualTo("harmless");
		}
		assertServes(pool);
	}

	@Test
	void exceptionWithReadingCodeArrivesAsTextInItsPlace() {
		ProcessPool pool = pool();
		Throwable itself = failureOf(
				pool.submit(HostileResultTests::fail, serializable(() -> new GadgetException("boom"))));
		assertThat(itself).isExactlyInstanceOf(RemoteTaskException.class).hasMessageContaining("boom");
		assertThat(itself.getSuppressed()).singleElement()
			.asString()
			.contains("com.thirdparty.Gadget", "serialization.allow");
		Throwable outer = failureOf(pool.submit(HostileResultTests::fail,
				serializable(() -> new IllegalStateException("boom", new GadgetException("cause")))));
		assertThat(outer).isExactlyInstanceOf(IllegalStateException.class).hasMessage("boom");
		assertThat(outer.getCause()).isExactlyInstanceOf(RemoteTaskException.class).hasMessageContaining("cause");
		assertServes(pool);
	}

	@Test
	void exceptionWithARefusedFieldArrivesWithoutIt() {
		ProcessPool pool = pool();
		// a class is no object: it cannot be written by itself
		for (Hostile hostile : EnumSet.complementOf(EnumSet.of(Hostile.AS_A_CLASS))) {
			Throwable failure = failureOf(pool.submit(HostileResultTests::fail,
					serializable(() -> new PlainException("boom", hostile.make()))));
			assertThat(failure).as("%s", hostile)
				.isInstanceOfSatisfying(PlainException.class, (own) -> assertThat(own.detail()).isNull())
				.hasMessage("boom");
		}
		assertServes(pool);
	}

	@Test
	void failureOfAnInitializerIsReadAsCarefully() {
		ProcessPool pool = pool(builder().maxStarts(1).initializer(() -> {
			throw new PlainException("no model", new Gadget());
		}));
		assertThat(failureOf(pool.submit(InWorker::pid))).isInstanceOf(PoolBrokenException.class)
			.hasMessageContaining("no model");
	}

	@Test
	void allowedPackageOfALibraryPasses() {
		ProcessPool pool = pool(builder().allow("com.thirdparty"));
		assertThat(pool.submit(() -> new Shape(3)).result(LONG)).isEqualTo(new Shape(3));
		assertThat(failureOf(pool.submit(() -> {
			throw new PlainException("boom", new Shape(4));
		}))).isInstanceOfSatisfying(PlainException.class,
				(failure) -> assertThat(failure.detail()).isEqualTo(new Shape(4)));
	}

	@Test
	void lambdaPassesWhereLambdasAreAllowed() {
		ProcessPool pool = pool(builder().allow("java.lang.invoke"));
		assertThat(pool.submit(() -> (Comparator<String> & Serializable) (a, b) -> a.length() - b.length())
			.result(LONG)
			.compare("a", "bcd")).isEqualTo(-2);
		assertThat(failureOf(pool.submit(Hostile::make, Hostile.ITSELF))).hasMessageContaining("is refused");
	}

	@Test
	void codeThatIsCalledByItsNameIsTheCodeThatCounts() {
		assertThat(pool().submit((call) -> new Shape(call.sides), new Call(5)).result(LONG)).isEqualTo(new Shape(5));
	}

	@Test
	void exceptionOfALibraryArrivesAsItselfWithoutBeingAllowed() {
		assertThat(failureOf(pool().submit(() -> {
			throw new PlainException("boom", List.of(1));
		}))).isExactlyInstanceOf(PlainException.class).hasMessage("boom");
	}

	@Test
	void whatIsAllowedMustBeThePackage() {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().allow("com.acme.*").build())
			.withMessageContaining("serialization.allow has 'com.acme.*'")
			.withMessageContaining("such as com.acme.documents");
	}

	private static Object fail(Supplier<Exception> source) throws Exception {
		throw source.get();
	}

	private static Supplier<Exception> serializable(SerializableSupplier maker) {
		return maker;
	}

	/**
	 * A lambda that travels.
	 */
	private interface SerializableSupplier extends Supplier<Exception>, Serializable {

	}

	/**
	 * Results that an attacker would like to have read.
	 */
	private enum Hostile {

		ITSELF(Gadget.class.getName()) {
			@Override
			Object make() {
				return new Gadget();
			}
		},

		IN_A_LIST(Gadget.class.getName()) {
			@Override
			Object make() {
				return List.of(1, new Gadget());
			}
		},

		AS_A_KEY(Gadget.class.getName()) {
			@Override
			Object make() {
				return new HashMap<>(Map.of(new Gadget(), 1));
			}
		},

		AS_A_SORTED_KEY(Gadget.class.getName()) {
			@Override
			Object make() {
				TreeMap<Gadget, Integer> map = new TreeMap<>();
				map.put(new Gadget(), 1);
				return map;
			}
		},

		IN_A_QUEUE(Gadget.class.getName()) {
			@Override
			Object make() {
				return new PriorityQueue<>(List.of(new Gadget(), new Gadget()));
			}
		},

		IN_A_FIELD(Gadget.class.getName()) {
			@Override
			Object make() {
				return new Holder(new Gadget());
			}
		},

		IN_AN_OPTIONAL(Gadget.class.getName()) {
			@Override
			Object make() {
				return Optional.of(new Gadget());
			}
		},

		IN_A_STREAM(Gadget.class.getName()) {
			@Override
			Object make() {
				return Stream.of(new Gadget());
			}
		},

		IN_AN_ARRAY(Gadget.class.getName()) {
			@Override
			Object make() {
				return new Object[] { new Gadget() };
			}
		},

		AS_THE_TYPE_OF_AN_ARRAY(Gadget.class.getName()) {
			@Override
			Object make() {
				return new Gadget[2][3];
			}
		},

		AS_A_CLASS(Gadget.class.getName()) {
			@Override
			Object make() {
				return Gadget.class;
			}
		},

		CAUGHT_BY_WHO_READS_IT(Gadget.class.getName()) {
			@Override
			Object make() {
				return new Forgiving();
			}
		},

		PROXY("proxy") {
			@Override
			Object make() {
				return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Comparable.class },
						new Handler());
			}
		},

		LAMBDA("java.lang.invoke.SerializedLambda") {
			@Override
			Object make() {
				return (Comparator<String> & Serializable) (a, b) -> a.length() - b.length();
			}
		};

		private final String named;

		Hostile(String named) {
			this.named = named;
		}

		abstract Object make();

	}

	private record Call(int sides) implements CallByName, Serializable {

		@Override
		public String calledPackage() {
			return Shape.class.getPackageName();
		}

	}

	private record Holder(Object value) implements Serializable {

	}

	/**
	 * An allowed class whose reading code passes over whatever goes wrong.
	 */
	private static final class Forgiving implements Serializable {

		private static final long serialVersionUID = 1L;

		private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
			out.writeObject(new Gadget());
			out.writeObject(new Gadget());
		}

		private void readObject(java.io.ObjectInputStream in) {
			for (int i = 0; i < 2; i++) {
				try {
					in.readObject();
				}
				catch (java.io.IOException | ClassNotFoundException ex) {
					continue;
				}
			}
		}

	}

	private static final class Handler implements InvocationHandler, Serializable {

		private static final long serialVersionUID = 1L;

		@Override
		public Object invoke(Object proxy, Method method, Object[] arguments) {
			return null;
		}

	}

}
