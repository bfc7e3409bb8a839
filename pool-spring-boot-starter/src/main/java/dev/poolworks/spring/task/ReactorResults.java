package dev.poolworks.spring.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * What needs Reactor on the class path. Only to be touched when it is there.
 */
final class ReactorResults {

	private ReactorResults() {
	}

	static boolean isMono(Class<?> type) {
		return type == Mono.class;
	}

	static boolean isPublisher(Class<?> type) {
		return Publisher.class.isAssignableFrom(type);
	}

	static Future<?> future(Object mono) {
		return ((Mono<?>) mono).toFuture();
	}

	/**
	 * A {@code Mono} that submits a task for each subscription and cancels it with the
	 * subscription.
	 * @param submission submits the task
	 * @param fallback gives another {@code Mono} for a failure, or {@code null}
	 * @return the {@code Mono}
	 */
	static Mono<Object> mono(Supplier<? extends CompletableFuture<@Nullable Object>> submission,
			@Nullable Function<Throwable, @Nullable Object> fallback) {
		Mono<Object> mono = Mono.create((sink) -> {
			CompletableFuture<@Nullable Object> future = submission.get();
			sink.onCancel(() -> future.cancel(true));
			future.whenComplete((value, failure) -> {
				if (failure != null) {
					sink.error(failure);
				}
				else {
					sink.success(value);
				}
			});
		});
		return (fallback != null) ? mono.onErrorResume((failure) -> {
			@SuppressWarnings("unchecked")
			Mono<Object> other = (Mono<Object>) fallback.apply(failure);
			return (other != null) ? other : Mono.empty();
		}) : mono;
	}

}
