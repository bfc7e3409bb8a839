package dev.poolworks.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class ProcessTreeTests {

	/** Tells the number of a grandchild. */
	private static final String FAMILY = "sh -c 'sleep 600 & echo $!; wait' & sleep 600 & wait";

	private final List<Process> started = new ArrayList<>();

	@AfterEach
	void endAll() {
		this.started.forEach((process) -> process.descendants().forEach(ProcessHandle::destroyForcibly));
		this.started.forEach(Process::destroyForcibly);
	}

	@Test
	void killedProcessTakesItsWholeTreeWithIt() throws IOException {
		Process top = start(FAMILY, "no mark");
		ProcessHandle grandchild = told(top);
		List<ProcessHandle> all = top.descendants().toList();
		assertThat(all).hasSize(3).contains(grandchild);
		ProcessTree.kill(top.toHandle());
		await(() -> assertThat(all).noneMatch(ProcessTreeTests::runs));
		await(() -> assertThat(top.isAlive()).isFalse());
	}

	@Test
	void childrenAreThoseThatTheProcessHas() throws IOException {
		Process top = start(FAMILY, "no mark");
		told(top);
		assertThat(ProcessTree.children(top.toHandle()))
			.containsExactlyInAnyOrderElementsOf(top.toHandle().children().toList())
			.hasSize(2);
	}

	@Test
	void processThatHasEndedHasNoChildren() throws Exception {
		Process top = start("exit 0", "no mark");
		top.waitFor();
		assertThat(ProcessTree.children(top.toHandle())).isEmpty();
		ProcessTree.kill(top.toHandle());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/tmp/mark-1", "/tmp/märk 2" })
	void markedProcessIsFoundWhoeverItsParentIsAndOthersAreLeftAlone(String mark) throws Exception {
		Process top = start("sleep 600 & echo $!", mark);
		ProcessHandle orphan = told(top);
		top.waitFor();
		Process other = start("exec sleep 600", mark + "0");
		assertThat(runs(orphan)).isTrue();
		ProcessTree.killMarked(Set.of("/tmp/another", mark));
		await(() -> assertThat(runs(orphan)).isFalse());
		assertThat(other.isAlive()).isTrue();
	}

	private Process start(String script, String mark) throws IOException {
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
		builder.environment().put(ProcessTree.MARK, mark);
		Process process = builder.start();
		this.started.add(process);
		return process;
	}

	private static ProcessHandle told(Process process) throws IOException {
		BufferedReader reader = process.inputReader();
		return ProcessHandle.of(Long.parseLong(reader.readLine())).orElseThrow();
	}

	/** Whether a process runs; one that nobody has reaped does not. */
	private static boolean runs(ProcessHandle process) {
		return process.isAlive() && process.info().command().isPresent();
	}

	private static void await(org.awaitility.core.ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5)).untilAsserted(assertion);
	}

}
