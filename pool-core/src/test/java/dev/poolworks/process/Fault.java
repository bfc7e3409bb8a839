package dev.poolworks.process;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Random;

/**
 * Something that goes wrong in a worker, wherever it is struck by it.
 */
enum Fault {

	EXCEPTION(Effect.THROWS, IllegalStateException.class),

	ERROR(Effect.THROWS, AssertionError.class),

	STACK_OVERFLOW(Effect.THROWS, StackOverflowError.class),

	OUT_OF_MEMORY(Effect.ENDS_THE_WORKER, "out of memory"),

	EXIT(Effect.ENDS_THE_WORKER, "exit code 11"),

	HALT(Effect.ENDS_THE_WORKER, "exit code 13"),

	ABORT(Effect.ENDS_THE_WORKER, "exit code 134 (SIGABRT)"),

	SEGMENTATION_FAULT(Effect.ENDS_THE_WORKER, "exit code 134 (SIGABRT)"),

	TERMINATED(Effect.NONE, ""),

	KILLED(Effect.ENDS_THE_WORKER, "exit code 137 (SIGKILL)"),

	STOPPED(Effect.FREEZES_THE_WORKER, ""),

	ENDLESS_LOOP(Effect.HANGS, ""),

	IGNORED_INTERRUPT(Effect.HANGS, ""),

	JUNK_ON_STDOUT(Effect.NONE, ""),

	JUNK_ON_FILE_DESCRIPTOR_1(Effect.NONE, "");

	private static final int EXIT_CODE = 11;

	private static final int HALT_CODE = 13;

	private static final int JUNK_BYTES = 100_000;

	private final Effect effect;

	private final Class<? extends Throwable> thrown;

	private final String ending;

	Fault(Effect effect, Class<? extends Throwable> thrown) {
		this(effect, thrown, "");
	}

	Fault(Effect effect, String ending) {
		this(effect, null, ending);
	}

	Fault(Effect effect, Class<? extends Throwable> thrown, String ending) {
		this.effect = effect;
		this.thrown = thrown;
		this.ending = ending;
	}

	Effect effect() {
		return this.effect;
	}

	/**
	 * What it throws.
	 * @return the type, where {@link Effect#THROWS}
	 */
	Class<? extends Throwable> thrown() {
		return this.thrown;
	}

	/**
	 * How the pool describes the end of the worker.
	 * @return part of the message, where {@link Effect#ENDS_THE_WORKER}
	 */
	String ending() {
		return this.ending;
	}

	/**
	 * Goes wrong, in this process.
	 */
	void strike() {
		try {
			switch (this) {
				case EXCEPTION -> throw new IllegalStateException("struck");
				case ERROR -> throw new AssertionError("struck");
				case STACK_OVERFLOW -> InWorker.recurse(0);
				case OUT_OF_MEMORY -> InWorker.fillHeap();
				case EXIT -> System.exit(EXIT_CODE);
				case HALT -> InWorker.halt(HALT_CODE);
				case ABORT -> InWorker.signal("ABRT");
				case SEGMENTATION_FAULT -> InWorker.signal("SEGV");
				case TERMINATED -> InWorker.signalAndGoOn("TERM");
				case KILLED -> InWorker.signal("KILL");
				case STOPPED -> InWorker.signal("STOP");
				case ENDLESS_LOOP -> InWorker.spin();
				case IGNORED_INTERRUPT -> InWorker.hang();
				case JUNK_ON_STDOUT -> System.out.write(junk(), 0, JUNK_BYTES);
				case JUNK_ON_FILE_DESCRIPTOR_1 -> new ProcessBuilder("head", "-c", "" + JUNK_BYTES, "/dev/urandom")
					.redirectOutput(ProcessBuilder.Redirect.INHERIT)
					.start()
					.waitFor();
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException("could not strike", ex);
		}
	}

	private static byte[] junk() {
		byte[] junk = new byte[JUNK_BYTES];
		new Random(1).nextBytes(junk);
		return junk;
	}

	/** What follows from a fault in the thread that runs tasks. */
	enum Effect {

		THROWS, ENDS_THE_WORKER, FREEZES_THE_WORKER, HANGS, NONE

	}

	/**
	 * A value that strikes a worker when the worker reads it, or when it writes it.
	 */
	static final class Carrier implements Serializable {

		private static final long serialVersionUID = 1L;

		private final Fault whenRead;

		private final Fault whenWritten;

		private Carrier(Fault whenRead, Fault whenWritten) {
			this.whenRead = whenRead;
			this.whenWritten = whenWritten;
		}

		static Carrier striking(Fault whenRead) {
			return new Carrier(whenRead, null);
		}

		static Carrier strikingWhenWritten(Fault whenWritten) {
			return new Carrier(null, whenWritten);
		}

		private void writeObject(ObjectOutputStream out) throws IOException {
			if (this.whenWritten != null && InWorker.isHere()) {
				this.whenWritten.strike();
			}
			out.defaultWriteObject();
		}

		private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
			in.defaultReadObject();
			if (this.whenRead != null && InWorker.isHere()) {
				this.whenRead.strike();
			}
		}

	}

}
