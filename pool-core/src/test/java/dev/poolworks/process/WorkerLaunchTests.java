package dev.poolworks.process;

import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;

import dev.poolworks.Signal;
import dev.poolworks.TaskFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What reaches a worker, and what does not.
 */
class WorkerLaunchTests extends ProcessPoolFixture {

	@Test
	void environmentJvmArgumentsPropertiesAndHeapReachTheWorker() {
		System.setProperty("file.upload.limit", "12");
		System.setProperty("java.net.preferIPv4Stack", "true");
		ProcessPool pool;
		try {
			pool = pool(builder().environment(Map.of("OMP_NUM_THREADS", "1", "ODD", "a 'b\" ☃ c"))
				.jvmArgs("-XX:TieredStopAtLevel=1", "-Dby.argument=a b\"c\\d", "-ea")
				.systemProperty("by.builder", "line one\nline two")
				.heap(48L << 20));
			pid(pool);
		}
		finally {
			System.clearProperty("file.upload.limit");
			System.clearProperty("java.net.preferIPv4Stack");
		}
		assertThat(pool.submit((String key) -> System.getenv(key), "OMP_NUM_THREADS").result(LONG)).isEqualTo("1");
		assertThat(pool.submit((String key) -> System.getenv(key), "ODD").result(LONG)).isEqualTo("a 'b\" ☃ c");
		assertThat(pool.submit((String key) -> System.getenv(key), "PATH").result(LONG))
			.isEqualTo(System.getenv("PATH"));
		assertThat(property(pool, "by.argument")).isEqualTo("a b\"c\\d");
		assertThat(property(pool, "by.builder")).isEqualTo("line one\nline two");
		assertThat(property(pool, "file.upload.limit")).isEqualTo("12");
		assertThat(property(pool, "java.net.preferIPv4Stack")).isEqualTo("true");
		assertThat(pool.submit(() -> Runtime.getRuntime().maxMemory()).result(LONG)).isBetween(40L << 20, 48L << 20);
		assertThat(pool.submit(() -> ManagementFactory.getRuntimeMXBean().getInputArguments()).result(LONG))
			.contains("-ea", "-XX:+UseSerialGC");
		assertServes(pool);
	}

	@Test
	void localeTimeZoneEncodingAndWorkingDirectoryAreTheParents() {
		ProcessPool pool = pool();
		assertThat(pool.submit(() -> java.util.Locale.getDefault()).result(LONG))
			.isEqualTo(java.util.Locale.getDefault());
		assertThat(pool.submit(() -> TimeZone.getDefault().getID()).result(LONG))
			.isEqualTo(TimeZone.getDefault().getID());
		assertThat(pool.submit(() -> java.nio.charset.Charset.defaultCharset().name()).result(LONG))
			.isEqualTo(java.nio.charset.Charset.defaultCharset().name());
		assertThat(pool.submit(() -> Path.of("").toAbsolutePath()).result(LONG))
			.isEqualTo(Path.of("").toAbsolutePath());
	}

	@Test
	void collectorOfTheJvmArgumentsWins() {
		ProcessPool pool = pool(builder().jvmArgs("-XX:+UseParallelGC"));
		assertThat(pool.submit(() -> ManagementFactory.getRuntimeMXBean().getInputArguments()).result(LONG))
			.contains("-XX:+UseParallelGC")
			.doesNotContain("-XX:+UseSerialGC");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void nothingSecretIsOnTheCommandLineOrInTheFileOfArguments() throws Exception {
		System.setProperty("database.password", "hunter2");
		ProcessPool pool;
		try {
			pool = pool(builder().systemProperty("api.key", "hunter3"));
			pid(pool);
		}
		finally {
			System.clearProperty("database.password");
		}
		long pid = pid(pool);
		assertThat(property(pool, "database.password")).isEqualTo("hunter2");
		assertThat(property(pool, "api.key")).isEqualTo("hunter3");
		List<String> command = Arrays.asList(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"));
		assertThat(command).hasSize(2);
		String arguments = Files.readString(Path.of(command.get(1).substring(1)));
		assertThat(arguments).contains("WorkerMain").doesNotContain("hunter").doesNotContainPattern("[0-9a-f]{32}");
		assertThat(Files.readString(Path.of("/proc/" + pid + "/environ"))).doesNotContain("hunter")
			.doesNotContainPattern("[0-9a-f]{32}");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void directoryOfAPoolIsItsOwnersAlone() throws Exception {
		ProcessPool pool = pool();
		pid(pool);
		List<Path> directories = directories(ProcessHandle.current().pid());
		assertThat(directories).hasSize(1);
		assertThat(Files.getPosixFilePermissions(directories.get(0)))
			.isEqualTo(PosixFilePermissions.fromString("rwx------"));
	}

	@Test
	void temporaryFilesOfATaskGoWithItsWorker() {
		ProcessPool pool = pool(builder().maxTasksPerWorker(1));
		Path file = pool.submit(() -> Files.createTempFile("scratch", ".bin")).result(LONG);
		assertThat(file.toString()).contains("poolworks-" + ProcessHandle.current().pid());
		pid(pool);
		await().until(() -> !Files.exists(file));
		assertServes(pool);
	}

	@Test
	void commandPrefixIsPutBeforeJava() {
		ProcessPool pool = pool(builder().commandPrefix("sh", "-c", "PREFIXED=yes exec \"$0\" \"$@\""));
		assertThat(pool.submit((String key) -> System.getenv(key), "PREFIXED").result(LONG)).isEqualTo("yes");
		assertServes(pool);
	}

	@Test
	void prefixThatStaysDiesWithItsWorkers() {
		ProcessPool pool = pool(builder().commandPrefix("sh", "-c", "\"$0\" \"$@\"; exit $?"));
		assertThat(failureOf(pool.submit(() -> InWorker.halt(9)))).hasMessageContaining("exit code 9");
		assertServes(pool);
	}

	@Test
	void strangerThatConnectsFirstIsRefusedAndTheWorkerStarts() throws Exception {
		Signal release = signal();
		ProcessPool pool = pool(builder().commandPrefix("sh", "-c",
				"while [ ! -e \"" + release.file() + "\" ]; do sleep 0.05; done;" + " exec \"$0\" \"$@\""));
		TaskFuture<Long> task = pool.submit(InWorker::pid);
		await().until(() -> socket() != null);
		for (byte[] greeting : List.of(new byte[] { 1, 2, 3 }, new byte[100], hugeFrame(), wrongHello())) {
			try (SocketChannel stranger = SocketChannel.open(StandardProtocolFamily.UNIX)) {
				stranger.connect(UnixDomainSocketAddress.of(socket()));
				stranger.write(ByteBuffer.wrap(greeting));
			}
		}
		release.raise();
		assertThat(task.result(LONG)).isPositive();
		assertServes(pool);
		assertThat(pool.snapshot().workers().started()).isEqualTo(1);
	}

	@Test
	void strangersThatSayNothingHoldUpNobody() throws Exception {
		Signal release = signal();
		ProcessPool pool = pool(builder().commandPrefix("sh", "-c",
				"while [ ! -e \"" + release.file() + "\" ]; do sleep 0.05; done;" + " exec \"$0\" \"$@\""));
		TaskFuture<Long> task = pool.submit(InWorker::pid);
		await().until(() -> socket() != null);
		List<SocketChannel> strangers = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			SocketChannel stranger = SocketChannel.open(StandardProtocolFamily.UNIX);
			stranger.connect(UnixDomainSocketAddress.of(socket()));
			strangers.add(stranger);
			if (i % 4 == 0) {
				stranger.close();
			}
		}
		release.raise();
		assertThat(task.result(LONG)).isPositive();
		for (SocketChannel stranger : strangers) {
			stranger.close();
		}
		assertServes(pool);
		assertThat(pool.snapshot().workers().started()).isEqualTo(1);
	}

	@Test
	void workersAreListedWithPidMemoryAndProcessorTime() {
		ProcessPool pool = pool();
		long pid = pid(pool);
		assertThat(pool.workers()).singleElement().satisfies((worker) -> {
			assertThat(worker.pid()).isEqualTo(pid);
			assertThat(worker.name()).isEqualTo(pool.name() + "-1");
			assertThat(worker.rssBytes()).isGreaterThan(1 << 20);
			assertThat(worker.cpu()).isPositive();
		});
	}

	private static String property(ProcessPool pool, String name) {
		return pool.submit((String key) -> System.getProperty(key), name).result(LONG);
	}

	private static byte[] hugeFrame() {
		return ByteBuffer.allocate(13).putInt(60_000_000).put((byte) 1).putLong(0).array();
	}

	private static byte[] wrongHello() {
		return ByteBuffer.allocate(13 + 12 + 32).putInt(9 + 12 + 32).put((byte) 1).putLong(0).putInt(1).array();
	}

	private static Path socket() throws java.io.IOException {
		for (Path directory : directories(ProcessHandle.current().pid())) {
			try (Stream<Path> files = Files.walk(directory)) {
				List<Path> sockets = files.filter((file) -> file.getFileName().toString().equals("s")).toList();
				if (!sockets.isEmpty()) {
					return sockets.get(0);
				}
			}
		}
		return null;
	}

}
