package dev.poolworks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Futures in programs that have just begun, whose code is interpreted and whose threads
 * are new: results that are filtered by {@code Future.state()} are complete.
 */
@Tag("slow")
@Timeout(600)
@EnabledForJreRange(min = JRE.JAVA_21)
class FreshFutureTests {

	private static final int PROGRAMS = 15;

	private static final int BATCHES = 200;

	private static final int TASKS = 20;

	@ParameterizedTest
	@EnumSource
	void resultsFilteredByTheirStateAreComplete(PoolKind kind) throws Exception {
		for (int i = 0; i < PROGRAMS; i++) {
			Process program = TestJvm.start(Program.class, kind.name());
			String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(program.waitFor()).as(output).isZero();
			assertThat(output).contains("incomplete: 0 of " + BATCHES);
		}
	}

	/**
	 * Runs batches and counts those of which a result is missing.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String[] arguments) throws Exception {
			int incomplete = 0;
			try (TaskPool pool = PoolKind.valueOf(arguments[0]).build("fresh", (spec) -> spec.maxSize(2))) {
				for (int i = 0; i < BATCHES; i++) {
					long found = pool.invokeAll(batch())
						.stream()
						.filter((future) -> ConsistencyContract.state(future).equals("SUCCESS"))
						.count();
					incomplete += (found < TASKS) ? 1 : 0;
				}
			}
			System.out.println("incomplete: " + incomplete + " of " + BATCHES);
		}

		private static List<Callable<Integer>> batch() {
			List<Callable<Integer>> batch = new ArrayList<>();
			for (int i = 0; i < TASKS; i++) {
				int number = i;
				batch.add((Task<Integer>) () -> number);
			}
			return batch;
		}

	}

}
