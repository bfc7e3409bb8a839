package dev.poolworks.worker;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The pipe on which the parent speaks, line by line. The parent gives it as standard
 * input, which every process that a task starts may inherit, read, and make non-blocking.
 * Therefore it is moved to a descriptor of this process alone, and nothing is left on the
 * old one. Where the system has no name for an open descriptor, it stays where it is and
 * is shared. Confined to one thread.
 */
final class ControlPipe {

	/** Names of standard input under which it can be opened a second time. */
	private static final List<String> NAMES = List.of("/proc/self/fd/0", "/dev/fd/0");

	private static final int BUFFER_BYTES = 256;

	private static final long LOOK_AGAIN_NANOS = 10_000_000L;

	private final InputStream in;

	private final boolean shared;

	private final long parent;

	ControlPipe(InputStream in, boolean shared) {
		this.in = new BufferedInputStream(in, BUFFER_BYTES);
		this.shared = shared;
		this.parent = shared ? parent() : 0;
	}

	/**
	 * Takes the pipe away from standard input, which is empty from then on.
	 * @return the pipe
	 */
	static ControlPipe take() {
		InputStream standard = System.in;
		System.setIn(InputStream.nullInputStream());
		for (String name : NAMES) {
			InputStream own = open(name);
			if (own != null) {
				try {
					standard.close(); // the JDK puts /dev/null in its place
					return new ControlPipe(own, false);
				}
				catch (IOException ex) {
					return new ControlPipe(own, true);
				}
			}
		}
		return new ControlPipe(standard, true);
	}

	/**
	 * Waits for a line.
	 * @return the line without its end; {@code null} if the parent is gone
	 * @throws IOException if the pipe is broken
	 */
	@Nullable String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		int next = read();
		while (next >= 0 && next != '\n') {
			line.append((char) next);
			next = read();
		}
		return (next < 0) ? null : line.toString();
	}

	private int read() throws IOException {
		while (true) {
			try {
				return this.in.read();
			}
			catch (IOException ex) {
				if (!this.shared || this.parent != parent()) {
					throw ex;
				}
				LockSupport.parkNanos(this, LOOK_AGAIN_NANOS); // somebody who shares it
																// has made it
																// non-blocking
			}
		}
	}

	private static @Nullable InputStream open(String name) {
		try {
			return new FileInputStream(name);
		}
		catch (FileNotFoundException ex) {
			return null;
		}
	}

	private static long parent() {
		return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
	}

}
