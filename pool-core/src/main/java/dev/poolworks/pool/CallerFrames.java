package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.Arrays;
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
	 * The frames of a task alone, with the marker line in place of the frames below.
	 * @param stack the whole stack of the worker's thread
	 * @param below the packages of the code that called the task
	 * @param worker the worker, such as {@code render-1 pid 4711}
	 * @return the frames and the line
	 */
	public static StackTraceElement[] marked(StackTraceElement[] stack, List<String> below, String worker) {
		int length = stack.length;
		while (length > 0 && !isOf(stack[length - 1], below)) {
			length--;
		}
		while (length > 0 && isOf(stack[length - 1], below)) {
			length--;
		}
		boolean found = length > 0 || (stack.length > 0 && isOf(stack[0], below));
		StackTraceElement[] frames = Arrays.copyOf(stack, (found ? length : stack.length) + 1);
		frames[frames.length - 1] = new StackTraceElement(MARKER + worker + " ~~~", "called by", null, -1);
		return frames;
	}

	private static boolean isOf(StackTraceElement frame, List<String> packages) {
		return packages.stream().anyMatch(frame.getClassName()::startsWith);
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
