package dev.poolworks.spring.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import dev.poolworks.TaskFuture;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Who waits for the result of a method, told by its return type.
 */
enum ReturnStyle {

	/** The caller. */
	VALUE,

	/** Nobody. */
	VOID,

	/** Who has the future. */
	FUTURE,

	/** Who subscribes. */
	MONO,

	/** The type promises something later that a task cannot give. */
	UNSUPPORTED;

	private static final boolean REACTOR_PRESENT = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ReturnStyle.class.getClassLoader());

	private static final boolean PUBLISHER_PRESENT = ClassUtils.isPresent("org.reactivestreams.Publisher",
			ReturnStyle.class.getClassLoader());

	static ReturnStyle of(Class<?> type) {
		if (type == void.class) {
			return VOID;
		}
		if (type == Future.class || type == CompletionStage.class || type == CompletableFuture.class
				|| type == TaskFuture.class) {
			return FUTURE;
		}
		if (REACTOR_PRESENT && ReactorResults.isMono(type)) {
			return MONO;
		}
		if (Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type)
				|| Flow.Publisher.class.isAssignableFrom(type)
				|| (PUBLISHER_PRESENT && ReactorResults.isPublisher(type))) {
			return UNSUPPORTED;
		}
		return VALUE;
	}

	/**
	 * The value that a method's result stands for. Waits, in the thread or process where
	 * the method ran, so that the task lasts as long as its work.
	 * @param result what the method returned
	 * @return what is or will be in it
	 * @throws Exception what is in it instead, or {@link InterruptedException} when the
	 * task is to stop
	 */
	@Nullable Object value(@Nullable Object result) throws Exception {
		if (result == null) {
			return null;
		}
		return switch (this) {
			case VALUE, VOID, UNSUPPORTED -> result;
			case FUTURE ->
				await((result instanceof CompletionStage<?> stage) ? stage.toCompletableFuture() : (Future<?>) result);
			case MONO -> await(ReactorResults.future(result));
		};
	}

	private static @Nullable Object await(Future<?> future) throws Exception {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw Failures.asException((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			throw ex;
		}
	}

}
