package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Stack traces of tasks that ran in another process: the remote frames, a marker line
 * with worker and process, then the frames of whoever waited for the result.
 */
public final class CallerFrames {

	private static final String MARKER = "~~~ ran in ";

	private CallerFrames() {
	}

	/**
	 * Appends the marker line.
	 * @param failure a remote failure
	 * @param remote the frames it has in its worker
	 * @param worker the worker, such as {@code render-1 pid 4711}
	 */
	public static void mark(Throwable failure, StackTraceElement[] remote, String worker) {
		StackTraceElement[] frames = new StackTraceElement[remote.length + 1];
		System.arraycopy(remote, 0, frames, 0, remote.length);
		frames[remote.length] = new StackTraceElement(MARKER + worker + " ~~~", "called by", null, -1);
		failure.setStackTrace(frames);
	}

	/**
	 * Appends the frames of this thread, if the last line is the marker.
	 * @param failure a failure or {@code null}
	 */
	static void append(@Nullable Throwable failure) {
		StackTraceElement[] frames = (failure != null) ? failure.getStackTrace() : new StackTraceElement[0];
		if (failure == null || frames.length == 0 || !frames[frames.length - 1].getClassName().startsWith(MARKER)) {
			return;
		}
		List<StackTraceElement> all = new ArrayList<>(List.of(frames));
		boolean inPool = true;
		for (StackTraceElement frame : new Throwable().getStackTrace()) {
			inPool = inPool && (frame.getClassName().equals(CallerFrames.class.getName())
					|| frame.getClassName().equals(PooledFuture.class.getName()));
			if (!inPool) {
				all.add(frame);
			}
		}
		failure.setStackTrace(all.toArray(StackTraceElement[]::new));
	}

}
