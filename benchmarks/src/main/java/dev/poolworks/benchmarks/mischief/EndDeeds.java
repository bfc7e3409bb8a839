package dev.poolworks.benchmarks.mischief;

import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerOutOfMemoryException;
import org.jspecify.annotations.Nullable;

import static dev.poolworks.benchmarks.mischief.Scene.fails;
import static dev.poolworks.benchmarks.mischief.Scene.value;

/**
 * Workers that end, do not end, or are changed for those that come after.
 */
final class EndDeeds {

	private EndDeeds() {
	}

	static List<Deed> all() {
		return List.of(Deed.toProcesses("exits", (scene) -> fails(scene.submit(() -> {
			System.exit(11);
			return true;
		}), WorkerCrashedException.class, "exit code 11")),
				Deed.toProcesses("halts",
						(scene) -> fails(scene.submit(Havoc::halt), WorkerCrashedException.class, "exit code 23")),
				Deed.toProcesses("runs out of memory",
						(scene) -> fails(scene.submit(Havoc::fillHeap), WorkerOutOfMemoryException.class, "")),
				Deed.toProcesses("exits from another thread while it goes on", EndDeeds::exitsElsewhere),
				Deed.toProcesses("loops for ever past its limit",
						(scene) -> fails(scene.submit(Havoc::spin, TaskOptions.defaults().timeout(Scene.LIMIT)),
								TaskTimeoutException.class, "granted were 300 ms")),
				Deed.toThreads("ignores the interrupt at its limit", EndDeeds::ignoresInterrupt),
				Deed.toProcesses("leaves a shutdown hook that never returns", EndDeeds::hookHangs),
				Deed.toProcesses("leaves threads that are no daemons", EndDeeds::leavesThreads),
				Deed.toProcesses("starts threads until there are no more", EndDeeds::threads),
				Deed.toProcesses("changes what holds for its whole JVM", EndDeeds::changesDefaults),
				Deed.toAll("changes its worker's thread", EndDeeds::changesThread),
				Deed.toProcesses("makes a pool of its own and a third one in that", EndDeeds::nests));
	}

	private static void exitsElsewhere(Scene scene) {
		fails(scene.submit(() -> {
			new Thread(() -> System.exit(12)).start();
			return Havoc.spin();
		}), WorkerCrashedException.class, "exit code 12");
	}

	/** A thread cannot be killed: its place is taken until the task returns. */
	private static void ignoresInterrupt(Scene scene) {
		TaskFuture<Long> stuck = scene.submit(() -> Havoc.stubborn(1000), TaskOptions.defaults().timeout(Scene.LIMIT));
		fails(stuck, TaskTimeoutException.class, "granted were 300 ms");
		scene.serves();
	}

	private static void hookHangs(Scene scene) throws Exception {
		scene.withProcesses((builder) -> builder.maxSize(1), (own) -> value(own.submit(() -> {
			Runtime.getRuntime().addShutdownHook(new Thread(Havoc::spin));
			return true;
		})));
	}

	private static void leavesThreads(Scene scene) throws Exception {
		scene.withProcesses((builder) -> builder.maxSize(1), (own) -> value(own.submit(() -> {
			for (int i = 0; i < 10; i++) {
				new Thread(Havoc::spin).start();
			}
			return true;
		})));
	}

	/** Whether it fails as an error or as the end of its worker is the JVM's choice. */
	private static void threads(Scene scene) throws Exception {
		scene.withProcesses((builder) -> builder.maxSize(1).jvmArgs("-Xss136k"), (own) -> {
			Throwable failure = own.submit(() -> {
				for (int i = 0; i < 2_000; i++) {
					Thread thread = new Thread(Havoc::parkForEver);
					thread.setDaemon(true);
					thread.start();
				}
				return true;
			}).exception(Scene.PATIENCE);
			Scene.require(failure == null || failure instanceof WorkerCrashedException, "ended with " + failure);
			fails(own.submit(Havoc::halt), WorkerCrashedException.class, "exit code");
		});
	}

	private static void changesDefaults(Scene scene) throws Exception {
		scene.withProcesses((builder) -> builder.maxSize(1), (own) -> {
			value(own.submit(() -> {
				Locale.setDefault(Locale.forLanguageTag("tr-TR"));
				TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
				System.setProperty("java.io.tmpdir", "/nowhere");
				System.setProperty("user.dir", "/nowhere");
				System.setProperty("line.separator", "!");
				System.getProperties().remove("java.home");
				System.getProperties().remove("java.class.path");
				Thread.setDefaultUncaughtExceptionHandler((thread, ex) -> Havoc.halt());
				return true;
			}));
			own.serves();
			own.limits();
		});
	}

	private static void changesThread(Scene scene) {
		@Nullable Object result = value(scene.submit(() -> {
			Thread thread = Thread.currentThread();
			thread.setName("stranger");
			thread.setContextClassLoader(null);
			thread.setUncaughtExceptionHandler((who, ex) -> {
				throw new IllegalStateException("handler", ex);
			});
			thread.interrupt();
			return "changed";
		}));
		Scene.require("changed".equals(result), "got " + result);
		scene.serves();
	}

	private static void nests(Scene scene) {
		int depth = value(scene.submit(Nested::depth, 2));
		Scene.require(depth == 2, "nested " + depth + " deep");
	}

}
