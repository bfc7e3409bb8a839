package dev.poolworks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation is as good as the bugs it finds: each planted bug must be caught, by the
 * seeds that the build runs. The table in {@code docs/how-it-works.md} lists them; run
 * with {@code -Dsimulation.bugs.table=file} to have its rows written anew.
 */
class PlantedBugTests {

	private static final Path GUIDE = Path.of("..", "docs", "how-it-works.md");

	@ParameterizedTest
	@EnumSource
	@Tag("slow")
	@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void simulationCatches(PlantedBug bug) throws IOException {
		BuggyEngine engine = BuggyEngine.with(bug);
		String found = null;
		long seed = 0;
		while (found == null && seed < SimulationTests.SEEDS) {
			found = engine.run(++seed);
		}
		assertThat(found).as("%s, in %d seeds", bug, seed).isNotNull();
		String table = System.getProperty("simulation.bugs.table");
		if (table != null) {
			String invariant = found.substring(0, found.indexOf(':'));
			Files.writeString(Path.of(table), "| " + bug.title() + " | `" + invariant + "` | " + seed + " |\n",
					java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
		}
	}

	@ParameterizedTest
	@EnumSource
	void guideLists(PlantedBug bug) throws IOException {
		assertThat(Files.readString(GUIDE)).contains("| " + bug.title() + " |");
	}

}
