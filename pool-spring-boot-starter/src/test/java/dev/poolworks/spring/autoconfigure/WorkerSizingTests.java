package dev.poolworks.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import dev.poolworks.spring.autoconfigure.WorkerSizing.Demand;
import dev.poolworks.spring.autoconfigure.WorkerSizing.Plan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A demand is written {@code min/max/heap}, a plan {@code max x heap}, heaps in MB; a
 * worker needs 96 MB beside its heap.
 */
class WorkerSizingTests {

	private static final long MB = 1L << 20;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# budget | memory | processors | said               | planned
			# what is said is never changed, also where it does not fit
			8000     | 16000  | 4          | 0/2/512            | 2x512
			1000     | 16000  | 4          | 0/9/512            | 9x512
			# a worker per processor, or as many as fit, at least one and at least min-size
			8000     | 16000  | 4          | 0/-/512            | 4x512
			1300     | 16000  | 4          | 0/-/512            | 2x512
			700      | 16000  | 4          | 0/-/512            | 1x512
			100      | 16000  | 4          | 0/-/512            | 1x512
			1300     | 16000  | 4          | 3/-/512            | 3x512
			8000     | 16000  | 4          | 6/-/512            | 6x512
			# heap: equal parts of what is left, at most a quarter of the memory
			1000     | 16000  | 4          | 0/2/-              | 2x404
			8000     | 16000  | 4          | 0/2/-              | 2x3904
			8000     | 8000   | 4          | 0/2/-              | 2x2000
			1000     | 16000  | 4          | 0/8/-              | 8x64
			# neither is said: workers of 256 MB are counted, and get what is left
			1500     | 16000  | 4          | 0/-/-              | 4x279
			1000     | 16000  | 4          | 0/-/-              | 2x404
			200      | 16000  | 4          | 0/-/-              | 1x104
			50       | 16000  | 4          | 0/-/-              | 1x64
			# several pools: the maxima of all fit
			2000     | 16000  | 4          | 0/2/404;0/2/-      | 2x404;2x404
			2000     | 16000  | 4          | 0/2/-;0/2/-        | 2x404;2x404
			2000     | 16000  | 4          | 0/1/-;0/3/-        | 1x404;3x404
			2000     | 16000  | 4          | 0/-/404;0/-/404    | 2x404;2x404
			1600     | 16000  | 4          | 0/-/404;0/-/404    | 2x404;1x404
			2000     | 16000  | 4          | 0/1/1000;0/-/-     | 1x1000;2x356
			2000     | 16000  | 4          | 0/2/1000;0/-/-     | 2x1000;1x64
			""")
	void poolsAreSizedByWhatIsSaidAndWhatIsLeft(long budget, long memory, int processors, String said,
			String expected) {
		List<Demand> demands = Arrays.stream(said.split(";")).map(WorkerSizingTests::demand).toList();
		List<Plan> plans = WorkerSizing.plan(demands, new Machine(memory * MB, MB, processors), budget * MB);
		assertThat(
				plans.stream().map((plan) -> plan.maxSize() + "x" + plan.heap() / MB).collect(Collectors.joining(";")))
			.isEqualTo(expected);
	}

	private static Demand demand(String said) {
		String[] parts = said.split("/");
		return new Demand("render", Integer.parseInt(parts[0]), "-".equals(parts[1]) ? null : Integer.valueOf(parts[1]),
				"-".equals(parts[2]) ? null : Long.parseLong(parts[2]) * MB);
	}

}
