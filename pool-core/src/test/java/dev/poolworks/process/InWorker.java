package dev.poolworks.process;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What the tasks of the tests do, in a worker process.
 */
final class InWorker {

	static final List<byte[]> leak = new ArrayList<>();

	private InWorker() {
	}

	static boolean isHere() {
		return Boolean.getBoolean(ProcessPoolFixture.WORKER);
	}

	static long pid() {
		return ProcessHandle.current().pid();
	}

	static long pidAfter(long millis) {
		long end = System.nanoTime() + millis * 1_000_000;
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
		return pid();
	}

	static Object halt(int code) {
		Runtime.getRuntime().halt(code);
		return code;
	}

	/**
	 * Sends a signal to this process and waits for what it does.
	 * @param name such as {@code SEGV}
	 * @return never
	 * @throws IOException if no shell can be started
	 */
	static Object signal(String name) throws IOException {
		new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start();
		return hang();
	}

	/**
	 * Sends a signal to this process that is not to end it.
	 * @param name such as {@code TERM}
	 * @return whether it was sent
	 * @throws IOException if no shell can be started
	 * @throws InterruptedException if this thread is asked to stop meanwhile
	 */
	static boolean signalAndGoOn(String name) throws IOException, InterruptedException {
		return new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start().waitFor() == 0;
	}

	/** Runs, whatever it is asked to. */
	static Object hang() {
		while (true) {
			LockSupport.parkNanos(1_000_000);
			Thread.interrupted();
		}
	}

	static Object spin() {
		while (true) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Waits until it is interrupted.
	 * @return never
	 * @throws InterruptedException as soon as it is interrupted
	 */
	static Object obey() throws InterruptedException {
		Thread.sleep(Long.MAX_VALUE);
		return null;
	}

	/**
	 * Waits until it is interrupted and returns as if nothing had been.
	 * @return a value
	 */
	static Object finishWhenAsked() {
		while (!Thread.currentThread().isInterrupted()) {
			LockSupport.park();
		}
		return "finished";
	}

	static Object fillHeap() {
		List<byte[]> all = new ArrayList<>();
		while (true) {
			all.add(new byte[1 << 20]);
		}
	}

	static Object fillHeapInAnotherThread() {
		new Thread(InWorker::fillHeap).start();
		return hang();
	}

	static Object fillDirectMemory() {
		List<ByteBuffer> all = new ArrayList<>();
		while (true) {
			all.add(ByteBuffer.allocateDirect(16 << 20));
		}
	}

	/**
	 * Takes more and more memory, then kills its worker.
	 * @param millis how long
	 * @return nothing
	 */
	static Object growThenDie(int millis) throws IOException, InterruptedException {
		List<ByteBuffer> all = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			ByteBuffer more = ByteBuffer.allocateDirect(4 << 20);
			while (more.hasRemaining()) {
				more.put((byte) 1);
			}
			all.add(more);
			LockSupport.parkNanos(millis * 100_000L);
		}
		return all.isEmpty() ? all : signal("KILL");
	}

	static long recurse(long depth) {
		return (depth < Long.MAX_VALUE) ? recurse(depth + 1) + 1 : depth;
	}

	/**
	 * Starts a child that lives until it is killed.
	 * @return its process id
	 * @throws IOException if it cannot be started
	 */
	static long startChild() throws IOException {
		return new ProcessBuilder("sleep", "600").start().pid();
	}

	/**
	 * An exception with a field that cannot travel.
	 */
	static final class Unsendable extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final Object field = new Object();

		Unsendable() {
			super("cannot travel");
		}

		@Override
		public String toString() {
			return super.toString() + this.field;
		}

	}

	/**
	 * Does what it is told to when it is read or written in a worker, or read at home.
	 */
	static final class Booby implements Serializable {

		private static final long serialVersionUID = 1L;

		private final String trap;

		Booby(String trap) {
			this.trap = trap;
		}

		private void writeObject(ObjectOutputStream out) throws IOException {
			out.defaultWriteObject();
			if (isHere()) {
				spring("write");
			}
		}

		private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
			in.defaultReadObject();
			spring(isHere() ? "read" : "home");
		}

		private void spring(String place) {
			switch (this.trap.startsWith(place) ? this.trap.substring(place.length()) : "") {
				case " throws" -> throw new IllegalStateException("sprung");
				case " errs" -> throw new AssertionError("sprung");
				case " halts" -> Runtime.getRuntime().halt(21);
				case " links" -> Unlinkable.touch();
				default -> {
				}
			}
		}

	}

	/**
	 * A class that cannot be initialized.
	 */
	static final class Unlinkable {

		private static final int value = fail();

		private static int fail() {
			throw new IllegalStateException("not here");
		}

		static int touch() {
			return value;
		}

	}

}
