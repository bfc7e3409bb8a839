package dev.poolworks.thread;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.poolworks.PoolBrokenException;
import dev.poolworks.PoolEvent;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.policy.ScalingPolicy;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Errors in the application's code around tasks: in policies, listeners, decorators and
 * logs. None of them costs the pool its clock or its workers.
 */
@Timeout(120)
class ThreadPoolErrorTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final TaskOptions SHORT = TaskOptions.defaults().timeout(Duration.ofMillis(50));

	static Stream<Named<UnaryOperator<ThreadPool.Builder>>> kinds() {
		return ThreadInitializerTests.kinds();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void limitsHoldAfterAnErrorInAPolicy(UnaryOperator<ThreadPool.Builder> kind) {
		ScalingPolicy broken = (load) -> {
			throw new NoClassDefFoundError("on purpose");
		};
		List<String> told = new CopyOnWriteArrayList<>();
		try (ThreadPool pool = pool(kind).scaling(broken).listener((source, event) -> {
			if (event instanceof PoolEvent.Changed changed) {
				told.add(changed.change());
			}
		}).build()) {
			assertThat(pool.submit(ThreadPoolErrorTests::hang, SHORT).exception(LONG))
				.isInstanceOf(TaskTimeoutException.class);
			assertThat(pool.submit(() -> 1).result(LONG)).isOne();
		}
		assertThat(told).singleElement().asString().contains("scaling policy failed").contains("NoClassDefFoundError");
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void policyThatCallsItsPoolIsToldSo(UnaryOperator<ThreadPool.Builder> kind) {
		AtomicReference<ThreadPool> own = new AtomicReference<>();
		List<String> told = new CopyOnWriteArrayList<>();
		ScalingPolicy curious = (load) -> new ScalingPolicy.Target(own.get().snapshot().maxSize(), "curious");
		try (ThreadPool pool = pool(kind).scaling(curious).listener((source, event) -> {
			if (event instanceof PoolEvent.Changed changed) {
				told.add(changed.change());
			}
		}).build()) {
			own.set(pool);
			assertThat(pool.submit(() -> 1).result(LONG)).isOne();
			assertThat(pool.snapshot().tasks().isConsistent()).isTrue();
		}
		assertThat(told).singleElement().asString().contains("IllegalStateException").contains("policies");
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void limitsHoldAfterErrorsInAListener(UnaryOperator<ThreadPool.Builder> kind) {
		try (ThreadPool pool = pool(kind).listener((source, event) -> {
			throw new StackOverflowError("on purpose");
		}).build()) {
			assertThat(pool.submit(ThreadPoolErrorTests::hang, SHORT).exception(LONG))
				.isInstanceOf(TaskTimeoutException.class);
			assertThat(pool.submit(() -> 1).result(LONG)).isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void errorOfADecoratorFailsItsTaskOnly(UnaryOperator<ThreadPool.Builder> kind) {
		AtomicInteger runs = new AtomicInteger();
		try (ThreadPool pool = pool(kind).decorator((task) -> () -> {
			if (runs.incrementAndGet() == 1) {
				throwUndeclared(new Exception("undeclared, on purpose"));
			}
			task.run();
		}).build()) {
			assertThat(pool.submit(() -> 1).exception(LONG)).hasMessageContaining("undeclared, on purpose");
			assertThat(pool.submit(() -> 2).result(LONG)).isEqualTo(2);
			assertThat(pool.snapshot().workers().started()).isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void brokenPoolTellsWhatTheInitializerThrew(UnaryOperator<ThreadPool.Builder> kind) {
		IllegalStateException cause = new IllegalStateException("no model");
		try (ThreadPool pool = pool(kind).initializer(() -> {
			throw cause;
		}).build()) {
			assertThat(pool.submit(() -> 1).exception(LONG)).isInstanceOf(PoolBrokenException.class)
				.hasMessageContaining("no model")
				.hasCause(cause);
		}
	}

	@Test
	void limitsHoldWithALogThatThrows() {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		TurboFilter broken = new BrokenLog();
		context.addTurboFilter(broken);
		try (ThreadPool pool = ThreadPool.builder("unlogged").maxSize(1).listener((source, event) -> {
			throw new IllegalStateException("on purpose");
		}).build()) {
			assertThat(pool.submit(ThreadPoolErrorTests::hang, SHORT).exception(LONG))
				.isInstanceOf(TaskTimeoutException.class);
			assertThat(pool.submit(() -> 1).result(LONG)).isOne();
			pool.shutdown();
			await().atMost(LONG).until(pool::isTerminated);
		}
		finally {
			context.getTurboFilterList().remove(broken);
		}
	}

	private static ThreadPool.Builder pool(UnaryOperator<ThreadPool.Builder> kind) {
		return kind.apply(ThreadPool.builder("errors").maxSize(1));
	}

	private static int hang() throws InterruptedException {
		Thread.currentThread().join();
		return 0;
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> void throwUndeclared(Throwable failure) throws X {
		throw (X) failure;
	}

	/** As an appender without memory. */
	private static final class BrokenLog extends TurboFilter {

		@Override
		public FilterReply decide(Marker marker, Logger logger, ch.qos.logback.classic.Level level, String format,
				Object[] facts, Throwable failure) {
			if (logger.getName().startsWith("dev.poolworks")) {
				throw new OutOfMemoryError("on purpose");
			}
			return FilterReply.NEUTRAL;
		}

	}

}
