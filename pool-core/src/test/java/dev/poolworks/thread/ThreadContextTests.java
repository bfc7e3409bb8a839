package dev.poolworks.thread;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.poolworks.TaskFuture;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the threads of a pool have of those who made it and of those who submit.
 */
@Timeout(120)
class ThreadContextTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final InheritableThreadLocal<String> CONTEXT = new InheritableThreadLocal<>();

	static Stream<Named<UnaryOperator<ThreadPool.Builder>>> kinds() {
		return ThreadInitializerTests.kinds();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void threadsInheritNothingFromWhoeverSubmitsFirst(UnaryOperator<ThreadPool.Builder> kind) {
		CONTEXT.set("the first request's");
		try (ThreadPool pool = kind.apply(ThreadPool.builder("context").maxSize(1)).build()) {
			assertThat(pool.submit(CONTEXT::get).result(LONG)).isNull();
		}
		finally {
			CONTEXT.remove();
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void threadsHaveTheClassLoaderOfWhoeverBuiltThePool(UnaryOperator<ThreadPool.Builder> kind) throws Exception {
		ClassLoader own = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader builders = new URLClassLoader(new URL[0]);
				URLClassLoader submitters = new URLClassLoader(new URL[0])) {
			Thread.currentThread().setContextClassLoader(builders);
			try (ThreadPool pool = kind.apply(ThreadPool.builder("loader").maxSize(1)).build()) {
				Thread.currentThread().setContextClassLoader(submitters);
				TaskFuture<ClassLoader> loader = pool.submit(() -> Thread.currentThread().getContextClassLoader());
				assertThat(loader.result(LONG)).isSameAs(builders);
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(own);
		}
	}

}
