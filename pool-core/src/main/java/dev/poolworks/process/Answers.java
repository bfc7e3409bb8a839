package dev.poolworks.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.pool.CallerFrames;
import dev.poolworks.pool.Job;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.wire.AllowedTypes;
import dev.poolworks.wire.FailureCodec;
import dev.poolworks.wire.ForeignCode;
import dev.poolworks.wire.Frame;
import dev.poolworks.wire.FrameException;
import dev.poolworks.wire.ProgressCodec;
import dev.poolworks.wire.RefusedTypeException;
import dev.poolworks.wire.StackCodec;
import dev.poolworks.wire.ValueCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes what workers answer. Thread-safe.
 */
final class Answers {

	private static final Logger logger = LoggerFactory.getLogger(Answers.class);

	private static final List<String> WORKER_CODE = List.of("dev.poolworks.worker.");

	private final ValueCodec values;

	private final AllowedTypes allowed;

	/** By the package of the code that answers; there are few. */
	private final Map<String, ValueCodec> nearCode = new ConcurrentHashMap<>();

	/**
	 * A decoder.
	 * @param values decodes values
	 * @param allowed classes of which workers may send objects, whatever code they run
	 */
	Answers(ValueCodec values, AllowedTypes allowed) {
		this.values = values.allowing(allowed);
		this.allowed = allowed;
	}

	/**
	 * Keeps an answer in its task.
	 * @param frame a result or a failure
	 * @param task the task
	 * @param worker who answers
	 * @throws IOException if the frame holds no answer
	 */
	void keep(Frame frame, PoolTask<?> task, String worker) throws IOException {
		switch (frame.type()) {
			case RESULT -> {
				Decoded decoded = decode(frame, task);
				if (decoded.failure != null) {
					task.answerFailure(decoded.failure);
				}
				else {
					task.answer(task.job().result(decoded.value));
				}
			}
			case FAILURE -> task.answerFailure(failure(frame.body(), values(task), worker));
			default -> throw new IllegalStateException(frame.type() + " is no answer");
		}
	}

	/**
	 * Hands an item's outcome on.
	 * @param frame an item's result or failure
	 * @param task its task
	 * @param worker who answers
	 * @throws IOException if the frame holds no outcome
	 */
	@SuppressWarnings({ "unchecked", "NullAway" }) // a result is null where its type says
													// so
	void keepItem(Frame frame, PoolTask<?> task, String worker) throws IOException {
		Job.ItemSink<@Nullable Object> sink = (Job.ItemSink<@Nullable Object>) task.job().sinkOfItems();
		if (sink == null) {
			throw new FrameException("an item came for " + task + ", which has none");
		}
		switch (frame.type()) {
			case ITEM_RESULT -> {
				Decoded decoded = decode(frame, task);
				if (decoded.failure != null) {
					sink.failed(decoded.failure);
				}
				else {
					sink.succeeded(decoded.value);
				}
			}
			case ITEM_FAILURE -> sink.failed(failure(frame.body(), values(task), worker));
			default -> throw new IllegalStateException(frame.type() + " is no item");
		}
	}

	void keepStack(Frame frame, PoolTask<?> task, String worker) throws IOException {
		task.stoppedAt(CallerFrames.marked(StackCodec.decode(frame.body()), WORKER_CODE, worker));
	}

	void progress(Frame frame, PoolTask<?> task) throws IOException {
		task.future().progress(ProgressCodec.decode(frame.body()));
	}

	/**
	 * Decodes a failure of a worker's start.
	 * @param body its bytes
	 * @param worker where it happened
	 * @return the failure, with a stack trace that tells so
	 * @throws IOException if the bytes are none of a failure
	 */
	Throwable failure(byte[] body, String worker) throws IOException {
		return failure(body, this.values, worker);
	}

	private ValueCodec values(PoolTask<?> task) {
		return this.nearCode.computeIfAbsent(task.job().codePackage(),
				(name) -> this.values.allowing(this.allowed.near(name)));
	}

	private Decoded decode(Frame frame, PoolTask<?> task) {
		try {
			return new Decoded(values(task).decode(frame.body()), null);
		}
		catch (OutOfMemoryError ex) {
			return new Decoded(null, tooLarge("result", frame.body(), ex));
		}
		catch (Throwable ex) {
			return new Decoded(null, undecodable(ex)); // foreign code may throw anything
		}
	}

	private static Throwable failure(byte[] body, ValueCodec values, String worker) throws IOException {
		Throwable failure;
		try {
			failure = new FailureCodec(values).decode(body);
		}
		catch (OutOfMemoryError ex) {
			return tooLarge("exception", body, ex);
		}
		try {
			failure.setStackTrace(CallerFrames.marked(ForeignCode.stackTrace(failure), WORKER_CODE, worker));
		}
		catch (RuntimeException | Error ex) {
			logger.debug("{}: the exception of a task keeps its stack trace as it is", worker, ex);
		}
		return failure;
	}

	private static TaskNotSerializableException undecodable(Throwable cause) {
		if (cause instanceof RefusedTypeException) {
			return new TaskNotSerializableException("result is refused: " + cause.getMessage(), null, cause);
		}
		return new TaskNotSerializableException("result cannot be decoded: " + ForeignCode.describe(cause)
				+ "; its class must be known on this side and deserialize without error", null, cause);
	}

	/** Not the worker's fault, nor that of the classes. */
	private static TaskNotSerializableException tooLarge(String what, byte[] body, OutOfMemoryError cause) {
		return new TaskNotSerializableException("there is not enough memory in this JVM, which submitted the task, for"
				+ " the " + what + " (" + body.length + " bytes encoded, the heap has at most "
				+ (Runtime.getRuntime().maxMemory() >> 20) + " MB): raise its -Xmx, or let the task return less, such"
				+ " as a file's path instead of its content", null, cause);
	}

	/**
	 * A result, or why there is none.
	 *
	 * @param value the result
	 * @param failure the reason
	 */
	private record Decoded(@Nullable Object value, @Nullable Throwable failure) {

	}

}
