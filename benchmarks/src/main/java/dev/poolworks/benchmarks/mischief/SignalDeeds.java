package dev.poolworks.benchmarks.mischief;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;

import static dev.poolworks.benchmarks.mischief.Scene.fails;
import static dev.poolworks.benchmarks.mischief.Scene.value;

/**
 * Signals to workers, by their tasks and by others.
 */
final class SignalDeeds {

	private SignalDeeds() {
	}

	static List<Deed> all() {
		return Stream.concat(
				Stream.of("INT", "TERM", "HUP", "QUIT", "CONT", "WINCH")
					.map((name) -> Deed.toProcesses("sends SIG" + name + " to its worker, which goes on",
							(scene) -> value(scene.submit(Havoc::signal, name)))),
				Stream.of(deadly("KILL"), deadly("ABRT"), deadly("SEGV"),
						Deed.toProcesses("stops its worker with SIGSTOP", SignalDeeds::stops),
						Deed.toProcesses("starts a child that ends when it is asked to", SignalDeeds::obedientChild),
						Deed.toProcesses("is killed from outside while idle", SignalDeeds::killsIdle),
						Deed.toProcesses("is told to end, as a group, while it drains", SignalDeeds::drainsInAGroup)))
			.toList();
	}

	private static Deed deadly(String name) {
		return Deed.toProcesses("kills its worker with SIG" + name,
				(scene) -> fails(scene.submit(Havoc::deadlySignal, name), WorkerCrashedException.class, "SIG"));
	}

	private static void stops(Scene scene) {
		TaskOptions limited = TaskOptions.defaults().timeout(Scene.LIMIT);
		fails(scene.submit(() -> Havoc.deadlySignal("STOP"), limited), TaskTimeoutException.class,
				"granted were 300 ms");
	}

	private static void obedientChild(Scene scene) {
		int exitCode = value(scene.submit(() -> {
			Process child = new ProcessBuilder("sleep", "600").start();
			child.destroy();
			return child.waitFor();
		}));
		Scene.require(exitCode == 143, "the child ended with " + exitCode);
	}

	private static void killsIdle(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			long pid = value(own.submit(Havoc::pid));
			ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
			Scene.await(() -> !own.workers().contains(pid), "the end of a worker");
			own.serves();
		});
	}

	private static void drainsInAGroup(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.minSize(2).maxSize(2), (own) -> {
			List<TaskFuture<Long>> tasks = Stream.generate(() -> own.submit(Havoc::stubborn, 500)).limit(6).toList();
			Scene.await(() -> own.pool().snapshot().workers().busy() > 0, "a busy worker");
			own.pool().shutdown();
			for (long pid : own.workers()) {
				ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
			}
			for (TaskFuture<Long> task : tasks) {
				Scene.require(task.result(Duration.ofSeconds(60)) > 0, "no process");
			}
		});
	}

}
