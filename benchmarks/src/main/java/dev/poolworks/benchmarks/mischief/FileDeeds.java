package dev.poolworks.benchmarks.mischief;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import dev.poolworks.Task;
import dev.poolworks.TaskOptions;
import dev.poolworks.WorkerCrashedException;
import org.jspecify.annotations.Nullable;

import static dev.poolworks.benchmarks.mischief.Scene.fails;
import static dev.poolworks.benchmarks.mischief.Scene.value;

/**
 * Files that a worker can touch.
 */
final class FileDeeds {

	private static final long LARGE = 200L << 20;

	private FileDeeds() {
	}

	static List<Deed> all() {
		return List.of(
				Deed.toProcesses("truncates each of its worker's files", (scene) -> touch(scene, FileDeeds::truncate)),
				Deed.toProcesses("deletes each of its worker's files", (scene) -> touch(scene, Files::deleteIfExists)),
				Deed.toProcesses("replaces each of its worker's files by an endless one",
						(scene) -> touch(scene, FileDeeds::makeEndless)),
				Deed.toProcesses("lets each of its worker's files grow", (scene) -> touch(scene, FileDeeds::grow)),
				Deed.toProcesses("overwrites each of its worker's files", (scene) -> touch(scene, FileDeeds::spoil)),
				Deed.toProcesses("deletes its worker's directory", FileDeeds::deletesDirectory),
				Deed.toProcesses("deletes the directory of the whole pool", FileDeeds::deletesPoolDirectory),
				Deed.toProcesses("leaves a FIFO where a crash report should be",
						(scene) -> leaves(scene, "mkfifo hs_err.log")),
				Deed.toProcesses("leaves an endless file where a crash report should be",
						(scene) -> leaves(scene, "ln -s /dev/zero hs_err.log")),
				Deed.toProcesses("leaves a directory where a crash report should be",
						(scene) -> leaves(scene, "mkdir -p hs_err.log/deeper")),
				Deed.toProcesses("leaves a crash report without a line's end",
						(scene) -> leaves(scene, "truncate -s " + LARGE + " hs_err.log")),
				Deed.toProcesses("leaves a link to itself where a crash report should be",
						(scene) -> leaves(scene, "ln -s hs_err.log hs_err.log")),
				Deed.toProcesses("leaves a directory that cannot be read",
						(scene) -> leaves(scene, "mkdir locked && touch locked/file && chmod 0 locked")),
				Deed.toProcesses("leaves a link to what is not its own",
						(scene) -> leaves(scene, "ln -s /proc everything")),
				Deed.toProcesses("leaves a deep tree",
						(scene) -> leaves(scene, "mkdir -p \"$(printf 'dddddddddd/%.0s' $(seq 300))\"")),
				Deed.toProcesses("leaves a thousand files",
						(scene) -> leaves(scene, "for i in $(seq 1000); do : > \"file $i\"; done")),
				Deed.toProcesses("leaves names that are no text",
						(scene) -> leaves(scene, "touch \"$(printf 'a\\377b\\nc')\" && mkdir \"$(printf '\\300')\"")));
	}

	/** The worker may live on, or have broken the protocol: nobody else must notice. */
	private static void touch(Scene scene, SerializableDeed deed) throws Exception {
		TaskOptions again = TaskOptions.defaults().name("touch");
		Throwable failure = scene.submit(() -> Havoc.toFiles(deed::commit), again).exception(Scene.PATIENCE);
		Scene.require(failure == null || failure instanceof WorkerCrashedException, "ended with " + failure);
		for (int i = 0; i < 4; i++) {
			scene.serves();
		}
		scene.pool().snapshot();
		scene.limits();
	}

	private static void truncate(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.truncate(0);
		}
	}

	private static void makeEndless(Path file) throws IOException {
		Files.delete(file);
		Files.createSymbolicLink(file, Path.of("/dev/zero"));
	}

	private static void grow(Path file) throws IOException {
		try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
			opened.setLength(LARGE);
		}
	}

	private static void spoil(Path file) throws IOException {
		if (Files.isRegularFile(file)) {
			byte[] junk = new byte[4096];
			java.util.Arrays.fill(junk, (byte) 0x7f);
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				channel.write(java.nio.ByteBuffer.wrap(junk), 0);
			}
		}
	}

	private static void deletesDirectory(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1), (own) -> {
			Throwable failure = own.submit(() -> Havoc.deleteTree(Havoc.directory())).exception(Scene.PATIENCE);
			Scene.require(failure == null || failure instanceof WorkerCrashedException, "ended with " + failure);
			own.serves();
			own.limits();
		});
	}

	private static void deletesPoolDirectory(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			value(own.submit(() -> Havoc.deleteTree(Havoc.poolDirectory())));
			fails(own.submit(Havoc::halt), WorkerCrashedException.class, "exit code " + Havoc.HALT_CODE);
			own.serves();
		});
	}

	/** The worker leaves something in its directory and dies. */
	private static void leaves(Scene scene, String command) {
		Task<@Nullable Object> task = () -> {
			Scene.require(Havoc.shell("cd '" + Havoc.directory() + "' && " + command) == 0, "cannot be left");
			return Havoc.halt();
		};
		fails(scene.submit(task), WorkerCrashedException.class, "exit code " + Havoc.HALT_CODE);
	}

	/**
	 * What is done to a file, in a worker.
	 */
	@FunctionalInterface
	private interface SerializableDeed extends java.io.Serializable {

		void commit(Path file) throws IOException;

	}

}
