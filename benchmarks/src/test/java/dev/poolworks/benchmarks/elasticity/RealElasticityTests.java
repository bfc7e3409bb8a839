package dev.poolworks.benchmarks.elasticity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolEvent.TaskEnded;
import dev.poolworks.PoolEvent.WorkerExited;
import dev.poolworks.PoolEvent.WorkerReady;
import dev.poolworks.PoolEvent.WorkerStarted;
import dev.poolworks.TaskState;
import dev.poolworks.benchmarks.elasticity.Recording.Moment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/**
 * That a real pool goes through the same books as a simulated one.
 */
class RealElasticityTests {

	@Test
	void everyTaskOfAShortRunIsInTheFiguresAndThePlot(@TempDir Path plots) throws Exception {
		List<RealTrial> trials = run("--seconds", "2", "--policy", "eager", "--idle-timeout", "0.5", "--start-work",
				"0", "--plots", plots.toString());
		assertThat(trials).hasSize(2).allSatisfy((trial) -> {
			Load load = trial.trial().load();
			assertThat(trial.run().tripNanos()).hasSize(load.tasks()).doesNotContain(0);
			assertThat(trial.run().lateNanos()).isNotNegative();
			assertThat(trial.trial().outcomes()).extracting(Outcome::policy).containsExactly("real", "simulated");
			assertThat(trial.trial().outcomes()).allSatisfy((outcome) -> assertIsPlausible(outcome, load));
			assertIsPlotOfBoth(plots.resolve("real-" + load.fileName() + ".svg"));
		});
		assertThat(ProcessHandle.current().descendants()).isEmpty();
	}

	@Test
	void figuresOfARecordingAreThoseWorkedOutByHand() {
		// the pool had task 0 at 10 s and its worker at once; task 1 waited for 2 s
		List<Moment> moments = List.of(at(0, new WorkerStarted("w1", "")), at(1, ready("w1")), at(13, ended(0, 0, 3)),
				at(14, ended(1, 2, 1)), at(18, exited("w1", "idle")));
		Outcome outcome = Replay.of(load(), moments, "real");
		assertThat(outcome.waits()).containsExactly(0, seconds(2));
		assertThat(outcome.workerSeconds()).isEqualTo(18, within(1e-6));
		assertThat(outcome.starts()).isEqualTo(1);
		assertThat(outcome.peak()).isEqualTo(1);
		assertThat(outcome.series().busy(20, seconds(20))[13]).isEqualTo(1);
	}

	@Test
	void taskDoesNotBeginBeforeItsWorkerIsKnownToBeFree() {
		// heard late: by its own account task 1 began at 12 s, a second before that end
		List<Moment> moments = List.of(at(0, new WorkerStarted("w1", "")), at(1, ready("w1")), at(13, ended(0, 0, 3)),
				at(14, ended(1, 1, 2)));
		Outcome outcome = Replay.of(load(), moments, "real");
		assertThat(outcome.waits()).containsExactly(0, seconds(2));
		assertThat(outcome.series().busy(20, seconds(20))).containsOnly(0, 1);
	}

	@Test
	void processorTimeOfOthersIsWhatIsNeitherIdleNorOwn() {
		ProcessorTime before = new ProcessorTime(1000, 500, 100);
		assertThat(new ProcessorTime(2000, 1100, 300).othersSince(before)).isEqualTo(0.4, within(1e-9));
		assertThat(new ProcessorTime(2000, 600, 300).othersSince(before)).isZero();
		assertThat(new ProcessorTime(0, 0, 0).othersSince(new ProcessorTime(0, 0, 0))).isNaN();
	}

	@Test
	void taskThatWasLostIsNotPassedOver() {
		TaskEnded lost = new TaskEnded(1, "0", TaskState.CRASHED, 0, seconds(3));
		assertThatIllegalStateException().isThrownBy(() -> Replay.of(load(), List.of(at(13, lost)), "real"))
			.withMessageContaining("CRASHED");
		List<Moment> one = List.of(at(0, new WorkerStarted("w1", "")), at(1, ready("w1")), at(13, ended(0, 0, 3)));
		assertThatIllegalStateException().isThrownBy(() -> Replay.of(load(), one, "real"))
			.withMessageContaining("of 2 tasks only 1");
	}

	@Test
	void workerThatCrashedIsNotPassedOver() {
		List<Moment> moments = List.of(at(0, new WorkerStarted("w1", "")), at(1, ready("w1")),
				at(2, exited("w1", "crashed")));
		assertThatIllegalStateException().isThrownBy(() -> Replay.of(load(), moments, "real"))
			.withMessageContaining("w1 (pid 7) gone: crashed");
	}

	private static Load load() {
		return new Load("small", "by hand", 0, 1, seconds(20), Timeline.NEVER, 0,
				new long[] { seconds(10), seconds(11) }, new long[] { seconds(3), seconds(1) });
	}

	private static Moment at(long seconds, PoolEvent event) {
		return new Moment(seconds(seconds), event);
	}

	private static WorkerReady ready(String worker) {
		return new WorkerReady(worker, 7, Duration.ofSeconds(1));
	}

	private static WorkerExited exited(String worker, String reason) {
		return new WorkerExited(worker, 7, reason, null);
	}

	private static TaskEnded ended(int task, long queued, long ran) {
		return new TaskEnded(task + 1, Integer.toString(task), TaskState.SUCCEEDED, seconds(queued), seconds(ran));
	}

	private static long seconds(long seconds) {
		return seconds * Timeline.SECOND;
	}

	private static List<RealTrial> run(String... arguments) throws Exception {
		return new RealElasticityBenchmark(new RealArguments(List.of(arguments))).run();
	}

	private static void assertIsPlausible(Outcome outcome, Load load) {
		assertThat(outcome.waits()).hasSize(load.tasks()).isSorted();
		assertThat(outcome.waits()[0]).isNotNegative();
		assertThat(outcome.starts()).isPositive();
		assertThat(outcome.peak()).isBetween(1, outcome.starts());
		assertThat(outcome.workerSeconds()).isGreaterThan(load.serviceSeconds());
	}

	private static void assertIsPlotOfBoth(Path file) throws Exception {
		DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
		assertThat(Files.readString(file)).contains("real: wait p50").contains("simulated: wait p50");
	}

}
