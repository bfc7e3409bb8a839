package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stack traces of tasks that ran in another process: the remote frames, a marker line
 * with worker and process, then the frames of whoever waited for the result.
 */
public final class CallerFrames {

	private static final Logger logger = LoggerFactory.getLogger(CallerFrames.class);

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
	 * Appends the frames of this thread, if the last line is the marker. An exception's
	 * class may have its own idea of its stack trace, and a mock's is {@code null}:
	 * whoever waits for a result is to get the exception, not what that throws.
	 * @param failure a failure or {@code null}
	 */
	static void append(@Nullable Throwable failure) {
		try {
			StackTraceElement[] frames = (failure != null) ? failure.getStackTrace() : null;
			if (failure != null && frames != null && frames.length > 0 && isMarker(frames[frames.length - 1])) {
				failure.setStackTrace(withThisThread(frames));
			}
		}
		catch (RuntimeException | Error ex) {
			logger.debug("the exception of a task keeps its stack trace as it is", ex);
		}
	}

	private static StackTraceElement[] withThisThread(StackTraceElement[] frames) {
		List<StackTraceElement> all = new ArrayList<>(Arrays.asList(frames));
		boolean inPool = true;
		for (StackTraceElement frame : new Throwable().getStackTrace()) {
			inPool = inPool && (frame.getClassName().equals(CallerFrames.class.getName())
					|| frame.getClassName().equals(PooledFuture.class.getName()));
			if (!inPool) {
				all.add(frame);
			}
		}
		return all.toArray(StackTraceElement[]::new);
	}

	private static boolean isMarker(@Nullable StackTraceElement frame) {
		return frame != null && frame.getClassName().startsWith(MARKER);
	}

}
