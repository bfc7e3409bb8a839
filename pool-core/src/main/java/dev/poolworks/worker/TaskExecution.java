package dev.poolworks.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;

import dev.poolworks.TaskConsumer;
import dev.poolworks.TaskContext;
import dev.poolworks.TaskFunction;
import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.TaskProgress;
import dev.poolworks.wire.Connection;
import dev.poolworks.wire.FailureCodec;
import dev.poolworks.wire.Frame;
import dev.poolworks.wire.FrameType;
import dev.poolworks.wire.Handshake;
import dev.poolworks.wire.ProgressCodec;
import dev.poolworks.wire.StackCodec;
import dev.poolworks.wire.TaskDecoder;
import dev.poolworks.wire.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks: acknowledges, decodes, calls, encodes, answers. Confined to one thread.
 */
final class TaskExecution {

	private final Handshake.Setup setup;

	private final ValueCodec values;

	private final FailureCodec failures;

	private final TaskDecoder decoder;

	private final Connection connection;

	private final ParentWatch watch;

	TaskExecution(Handshake.Setup setup, ValueCodec values, Connection connection, ParentWatch watch) {
		this.setup = setup;
		this.values = values;
		this.failures = new FailureCodec(values);
		this.decoder = new TaskDecoder(values);
		this.connection = connection;
		this.watch = watch;
	}

	/**
	 * Runs a task and answers.
	 * @param frame a {@link FrameType#TASK} frame
	 * @throws IOException if the connection is closed or broken, or the frame is no task
	 */
	void run(Frame frame) throws IOException {
		long id = frame.id();
		this.connection.acknowledge(id);
		TaskDecoder.Head head = this.decoder.head(frame.body());
		byte[] answer;
		FrameType type;
		if (this.watch.begin(id, this::tellStack)) {
			Thread.currentThread().interrupt();
		}
		try (TaskContext.Scope scope = context(id, head).enter()) {
			answer = this.values.encode(call(id, head), "result");
			type = FrameType.RESULT;
		}
		catch (OutOfMemoryError ex) {
			WorkerMain.outOfMemory(ex);
			return;
		}
		catch (ConnectionLostException ex) {
			throw ex.getCause();
		}
		catch (Throwable ex) {
			answer = this.failures.encode(ex);
			type = FrameType.FAILURE;
		}
		finally {
			this.watch.end();
		}
		this.connection.send(type, id, answer);
	}

	@SuppressWarnings({ "unchecked", "NullAway" }) // functions take null where their type
													// says so
	private static TaskFunction<@Nullable Object, Object> function(Object code) {
		if (code instanceof TaskConsumer<?> consumer) {
			return (argument) -> {
				((TaskConsumer<@Nullable Object>) consumer).accept(argument);
				return null;
			};
		}
		return (TaskFunction<@Nullable Object, Object>) code;
	}

	@SuppressWarnings({ "unchecked", "NullAway" }) // functions take null where their type
													// says so
	private @Nullable Object call(long id, TaskDecoder.Head head) throws Exception {
		Object code = Objects.requireNonNull(decoded("task", () -> this.decoder.code(head)));
		switch (head.shape()) {
			case CALL -> {
				return ((Callable<Object>) code).call();
			}
			case RUN -> {
				((Runnable) code).run();
				return null;
			}
			case APPLY -> {
				return function(code).apply(decoded("argument", () -> this.decoder.argument(head)));
			}
			case EACH -> {
				each(id, function(code), head);
				return null;
			}
			default -> throw new IllegalStateException("no way to call " + head.shape());
		}
	}

	@SuppressWarnings("NullAway") // functions take null where their type says so
	private void each(long id, TaskFunction<@Nullable Object, Object> function, TaskDecoder.Head head)
			throws Exception {
		for (ByteBuffer item : this.decoder.items(head)) {
			byte[] answer;
			FrameType type;
			try {
				answer = this.values.encode(function.apply(decoded("item", () -> this.decoder.item(item))), "result");
				type = FrameType.ITEM_RESULT;
			}
			catch (OutOfMemoryError | InterruptedException ex) {
				throw ex;
			}
			catch (Throwable ex) {
				answer = this.failures.encode(ex);
				type = FrameType.ITEM_FAILURE;
			}
			byte[] body = answer;
			FrameType outcome = type;
			if (this.watch.isInterrupted(id)) {
				throw new InterruptedException("asked to stop");
			}
			send(() -> this.connection.send(outcome, id, body));
		}
	}

	private static @Nullable Object decoded(String what, Decoding decoding) {
		try {
			return decoding.decode();
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new TaskNotSerializableException(what + " cannot be decoded in the worker process: " + ex
					+ "; the class must be on the worker's class path and deserialize without error", null, ex);
		}
	}

	private TaskContext context(long id, TaskDecoder.Head head) {
		Instant deadline = (head.timeoutNanos() > 0) ? Instant.now().plusNanos(head.timeoutNanos()) : null;
		return new TaskContext(id, this.setup.pool(), this.setup.worker(), head.attempt(), deadline,
				() -> this.watch.isInterrupted(id), (progress) -> progress(id, progress));
	}

	private void progress(long id, TaskProgress progress) {
		send(() -> this.connection.send(FrameType.PROGRESS, id, ProgressCodec.encode(progress)));
	}

	private void tellStack(long id, StackTraceElement[] stack) throws IOException {
		this.connection.send(FrameType.STACK, id, StackCodec.encode(stack));
	}

	private void send(ParentWatch.Action action) {
		try {
			this.watch.undisturbed(action);
		}
		catch (IOException ex) {
			throw new ConnectionLostException(ex);
		}
	}

	/**
	 * Turns bytes into a value, and runs foreign code in doing so.
	 */
	@FunctionalInterface
	private interface Decoding {

		@Nullable Object decode() throws IOException, ClassNotFoundException;

	}

	/**
	 * The connection broke while the task was running.
	 */
	private static final class ConnectionLostException extends UncheckedIOException {

		private static final long serialVersionUID = 1L;

		ConnectionLostException(IOException cause) {
			super(cause);
		}

	}

}
