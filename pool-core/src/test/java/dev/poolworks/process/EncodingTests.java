package dev.poolworks.process;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;

import dev.poolworks.MapOptions;
import dev.poolworks.MapOptions.OnError;
import dev.poolworks.TaskOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What goes wrong while a task is written, in the thread that submits it, is that task's
 * failure and nobody else's.
 */
class EncodingTests extends ProcessPoolFixture {

	@ParameterizedTest
	@EnumSource
	void argumentWhoseWritingFailsCostsItsTaskAlone(Trouble trouble) {
		ProcessPool pool = pool();
		long before = pid(pool);
		assertThat(failureOf(pool.submit((argument) -> "arrived", new Reluctant(trouble))))
			.satisfies((failure) -> assertThat(said(failure)).contains(trouble.said));
		assertThat(pid(pool)).isEqualTo(before);
		assertThat(pool.snapshot().tasks().failed()).isOne();
		assertServes(pool);
	}

	@ParameterizedTest
	@EnumSource
	void itemWhoseWritingFailsCostsThatItemAlone(Trouble trouble) {
		ProcessPool pool = pool();
		List<TaskOutcome<String>> outcomes = pool
			.map((item) -> "arrived", List.of("a", new Reluctant(trouble), "b"),
					MapOptions.defaults().chunkSize(3).onError(OnError.CONTINUE))
			.outcomes()
			.toList();
		assertThat(outcomes).extracting(TaskOutcome::value).containsExactly("arrived", null, "arrived");
		assertThat(said(outcomes.get(1).failure())).contains(trouble.said);
		assertServes(pool);
	}

	@Test
	void taskThatIsOnlyExecutedIsRefusedWhereItIsHandedIn() {
		ProcessPool pool = pool();
		Reluctant reluctant = new Reluctant(Trouble.EXCEPTION);
		assertThatThrownBy(() -> pool.execute(() -> reluctant.touch()))
			.satisfies((failure) -> assertThat(said(failure)).contains(Trouble.EXCEPTION.said));
		assertThat(pool.snapshot().tasks().failed()).isOne();
		assertThat(pool.snapshot().tasks().pending()).isZero();
		assertServes(pool);
	}

	private static String said(Throwable failure) {
		return failure + " " + failure.getCause();
	}

	/**
	 * What happens while the argument is written.
	 */
	enum Trouble {

		EXCEPTION("no wish to travel") {

			@Override
			void happen() {
				throw new IllegalStateException("no wish to travel");
			}

		},

		IO_EXCEPTION("disk full") {

			@Override
			void happen() throws IOException {
				throw new IOException("disk full");
			}

		},

		ERROR("wrong") {

			@Override
			void happen() {
				throw new AssertionError("wrong");
			}

		},

		ENDLESS_RECURSION("") {

			@Override
			void happen() {
				InWorker.recurse(0);
			}

		},

		MISSING_CLASS("no.such.Class") {

			@Override
			void happen() {
				throw new NoClassDefFoundError("no.such.Class");
			}

		};

		final String said;

		Trouble(String said) {
			this.said = said;
		}

		abstract void happen() throws IOException;

	}

	/**
	 * Does not like to be written.
	 */
	static final class Reluctant implements Serializable {

		private static final long serialVersionUID = 1L;

		private final Trouble trouble;

		Reluctant(Trouble trouble) {
			this.trouble = trouble;
		}

		void touch() {
			// what matters is that a lambda captures it
		}

		private void writeObject(ObjectOutputStream out) throws IOException {
			out.defaultWriteObject();
			this.trouble.happen();
		}

	}

}
