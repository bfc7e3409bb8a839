package dev.poolworks.process;

import java.nio.ByteBuffer;
import java.util.concurrent.Callable;

import dev.poolworks.TaskFunction;
import dev.poolworks.wire.EncodedTask;
import dev.poolworks.wire.TaskDecoder;
import dev.poolworks.wire.TaskDecoder.Head;
import dev.poolworks.wire.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * A task that was encoded and then not sent to a worker: whoever has shut the pool down
 * at once may run it here. Keeps the encoding alone.
 *
 * @param task the encoded task
 * @param values decodes it
 */
record ReturnedTask(EncodedTask task, ValueCodec values) implements Callable<@Nullable Object> {

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" }) // the shape tells what the code is and
													// takes
	public @Nullable Object call() throws Exception {
		TaskDecoder decoder = new TaskDecoder(this.values);
		Head head = decoder.head(this.task.body());
		Object code = decoder.code(head);
		switch (head.shape()) {
			case CALL -> {
				return ((Callable<?>) code).call();
			}
			case RUN -> ((Runnable) code).run();
			case APPLY -> {
				return ((TaskFunction<@Nullable Object, ?>) code).apply(decoder.argument(head));
			}
			case EACH -> {
				for (ByteBuffer item : decoder.items(head)) {
					((TaskFunction<@Nullable Object, ?>) code).apply(decoder.item(item));
				}
			}
		}
		return null;
	}

}
