package dev.poolworks.thread;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.poolworks.PoolBrokenException;
import dev.poolworks.TaskFuture;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What runs in a thread before its first task.
 */
@Timeout(120)
class ThreadInitializerTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	static Stream<Named<UnaryOperator<ThreadPool.Builder>>> kinds() {
		Stream<Named<UnaryOperator<ThreadPool.Builder>>> threads = Stream.of(Named.of("threads", (builder) -> builder));
		return (JRE.currentVersionNumber() < 21) ? threads
				: Stream.concat(threads, Stream.of(Named.of("virtual threads", ThreadPool.Builder::virtual)));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void initializersRunInOrderBeforeTheFirstTask(UnaryOperator<ThreadPool.Builder> kind) {
		AtomicInteger trace = new AtomicInteger(1);
		try (ThreadPool pool = pool(kind).initializer(() -> trace.addAndGet(1))
			.initializer(() -> trace.set(trace.get() * 10))
			.build()) {
			assertThat(pool.submit(() -> trace.get()).result(LONG)).isEqualTo(20);
			assertThat(pool.submit(() -> trace.get()).result(LONG)).isEqualTo(20);
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void initializerThatThrowsBreaksThePoolAfterAFewStarts(UnaryOperator<ThreadPool.Builder> kind) {
		AtomicInteger starts = new AtomicInteger();
		try (ThreadPool pool = pool(kind).initializer(() -> {
			starts.incrementAndGet();
			throw new IllegalStateException("no model");
		}).build()) {
			List<TaskFuture<Integer>> waiting = Stream.generate(() -> pool.submit(() -> 1)).limit(20).toList();
			assertThat(waiting)
				.allSatisfy((task) -> assertThat(task.exception(LONG)).isInstanceOf(PoolBrokenException.class));
			assertThat(pool.snapshot().isBroken()).isTrue();
			assertThat(starts).hasValueLessThan(20);
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void initializerThatLeavesItsThreadInterruptedDoesNotDisturbTheFirstTask(UnaryOperator<ThreadPool.Builder> kind) {
		try (ThreadPool pool = pool(kind).initializer(() -> Thread.currentThread().interrupt()).build()) {
			assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).result(LONG)).isFalse();
			assertThat(pool.snapshot().workers().started()).isOne();
		}
	}

	private static ThreadPool.Builder pool(UnaryOperator<ThreadPool.Builder> kind) {
		return kind.apply(ThreadPool.builder("initialized").maxSize(1));
	}

}
