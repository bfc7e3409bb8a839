package dev.poolworks.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a task does to the file by which its worker acknowledges tasks costs its worker,
 * and nobody else.
 */
@EnabledOnOs(OS.LINUX)
class ChangedFileTests extends ProcessPoolFixture {

	@Test
	void taskFindsNoFileByName() {
		assertThat(pool().submit(ChangedFileTests::files).result(LONG)).isEmpty();
	}

	@Test
	void taskThatTruncatesTheFileCostsItsWorkerAlone() {
		ProcessPool pool = pool(builder().maxSize(2).minSize(2).killGrace(Duration.ofMillis(200)));
		TaskFuture<Object> endless = pool.submit(InWorker::hang, TaskOptions.defaults().timeout(Duration.ofSeconds(5)));
		TaskFuture<Object> spoiler = pool.submit(ChangedFileTests::truncateAndHang);
		assertThat(failureOf(spoiler)).isExactlyInstanceOf(WorkerCrashedException.class)
			.hasMessageContaining("broke the protocol")
			.hasMessageContaining("somebody has changed their file");
		assertThat(failureOf(endless)).isInstanceOf(TaskTimeoutException.class);
		assertThat(pool.snapshot().tasks().crashed()).isEqualTo(1);
		assertServes(pool);
	}

	@Test
	void workerWhoseFileHasBeenTruncatedEndsWithItsNextTaskAtItsNextTask() {
		ProcessPool pool = pool();
		assertThat(pool.submit(ChangedFileTests::truncate).exception(LONG)).isNull();
		assertThat(failureOf(pool.submit(InWorker::pid))).isInstanceOf(WorkerCrashedException.class);
		assertServes(pool);
	}

	private static ArrayList<String> files() throws IOException {
		ArrayList<String> found = new ArrayList<>();
		for (Path base : List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/proc/self/fd"))) {
			try (Stream<Path> files = Files.list(base)) {
				files.map((file) -> Files.isSymbolicLink(file) ? target(file) : file.toString())
					.filter((name) -> name.matches(".*/(ack|s)( \\(deleted\\))?"))
					.forEach(found::add);
			}
		}
		long parent = ProcessHandle.current().parent().orElseThrow().pid();
		try (DirectoryStream<Path> starts = Files.newDirectoryStream(Path.of("/dev/shm"),
				"poolworks-" + parent + "-*")) {
			starts.forEach((start) -> found.add(start.toString()));
		}
		return found;
	}

	private static Object truncateAndHang() throws IOException {
		truncate();
		return InWorker.hang();
	}

	/** By the descriptor of the pool: no name leads to it any more. */
	private static boolean truncate() throws IOException {
		String inode = null;
		for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
			if (line.endsWith("/ack (deleted)")) {
				inode = line.split("\\s+")[4];
			}
		}
		long parent = ProcessHandle.current().parent().orElseThrow().pid();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", "" + parent, "fd"))) {
			for (Path file : files) {
				if (target(file).endsWith("/ack (deleted)")
						&& Files.getAttribute(file, "unix:ino").toString().equals(inode)) {
					FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
					return true;
				}
			}
		}
		throw new IllegalStateException("not found: " + inode);
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return ""; // closed meanwhile
		}
	}

}
