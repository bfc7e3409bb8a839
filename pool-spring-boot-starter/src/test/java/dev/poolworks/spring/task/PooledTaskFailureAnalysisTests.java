package dev.poolworks.spring.task;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import dev.poolworks.spring.PooledTask;
import dev.poolworks.spring.autoconfigure.PoolAutoConfiguration;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

class PooledTaskFailureAnalysisTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class))
		.withPropertyValues("pool.executors.mail.type=thread", "pool.executors.render.type=process",
				"pool.executors.render.worker.context=none");

	static Stream<Arguments> wrongBeans() {
		return Stream.of(Arguments.of(UnknownPool.class, "Did you mean 'mail'?"),
				Arguments.of(NoPool.class, "names no pool"), Arguments.of(BadTimeout.class, "is not a duration"),
				Arguments.of(NegativeTimeout.class, "is not positive"),
				Arguments.of(BadName.class, "place for argument 1"),
				Arguments.of(BadFuture.class, "returns java.util.concurrent.FutureTask"),
				Arguments.of(BadReactive.class, "returns reactor.core.publisher.Flux"),
				Arguments.of(FinalMethod.class, "is final"), Arguments.of(PrivateMethod.class, "is private"),
				Arguments.of(StaticMethod.class, "is static"), Arguments.of(FinalClass.class, "in a final class"),
				Arguments.of(MissingFallback.class, "String later(String, Throwable)"),
				Arguments.of(OtherFallback.class, "there is only String later(String)"),
				Arguments.of(WrongFallback.class, "returns int"),
				Arguments.of(BadArgument.class, "Plain in its parameter 1 can never be serialized"),
				Arguments.of(BadElement.class, "Plain in its parameter 0 can never be serialized"),
				Arguments.of(BadResult.class, "Plain in its result can never be serialized"),
				Arguments.of(NoConstructor.class, "no constructor without parameters"));
	}

	@ParameterizedTest
	@MethodSource("wrongBeans")
	<T> void wrongMethodStopsTheStart(Class<T> type, String expected) {
		this.runner.withBean("wrong", type, () -> instance(type)).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(cause(context.getStartupFailure())).isInstanceOf(PoolConfigurationException.class)
				.hasMessageContaining(expected)
				.hasMessageContaining(type.getName());
		});
	}

	@Test
	void wrongMethodOfALazyBeanStopsTheStartToo() {
		this.runner.withUserConfiguration(LazyWrong.class)
			.run((context) -> assertThat(cause(context.getStartupFailure())).hasMessageContaining("Did you mean"));
	}

	@Test
	void wrongMethodStopsTheStartWhenEverythingIsLazy() {
		this.runner.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(LazyWrong.class)
			.run((context) -> assertThat(cause(context.getStartupFailure())).hasMessageContaining("Did you mean"));
	}

	@Test
	void typesThatTravelArePermitted() {
		this.runner.withBean("fine", Fine.class).run((context) -> assertThat(context).hasNotFailed());
	}

	private static <T> T instance(Class<T> type) {
		try {
			var constructor = type.getDeclaredConstructors()[0];
			constructor.setAccessible(true);
			return type.cast(
					(constructor.getParameterCount() == 0) ? constructor.newInstance() : constructor.newInstance("x"));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof PoolConfigurationException) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	record Plain(String text) {
	}

	static class UnknownPool {

		@PooledTask("mial")
		String run() {
			return "";
		}

	}

	@Lazy
	static class LazyWrong extends UnknownPool {

	}

	static class NoPool {

		@PooledTask
		String run() {
			return "";
		}

	}

	static class BadTimeout {

		@PooledTask(pool = "mail", timeout = "soon")
		String run() {
			return "";
		}

	}

	static class NegativeTimeout {

		@PooledTask(pool = "mail", queueTimeout = "-1s")
		String run() {
			return "";
		}

	}

	static class BadName {

		@PooledTask(pool = "mail", name = "{0} {1}")
		String run(String one) {
			return "";
		}

	}

	static class BadFuture {

		@PooledTask("mail")
		FutureTask<String> run() {
			return new FutureTask<>(() -> "");
		}

	}

	static class BadReactive {

		@PooledTask("mail")
		Flux<String> run() {
			return Flux.empty();
		}

	}

	static class FinalMethod {

		@PooledTask("mail")
		final String run() {
			return "";
		}

	}

	static class PrivateMethod {

		@PooledTask("mail")
		private String run() {
			return "";
		}

	}

	static class StaticMethod {

		@PooledTask("mail")
		static String run() {
			return "";
		}

	}

	static final class FinalClass {

		@PooledTask("mail")
		String run() {
			return "";
		}

	}

	static class MissingFallback {

		@PooledTask(pool = "mail", fallback = "later")
		String run(String text) {
			return text;
		}

	}

	static class OtherFallback {

		@PooledTask(pool = "mail", fallback = "later")
		String run(String text) {
			return text;
		}

		String later(String text) {
			return text;
		}

	}

	static class WrongFallback {

		@PooledTask(pool = "mail", fallback = "later")
		String run(String text) {
			return text;
		}

		int later(String text, Throwable cause) {
			return 1;
		}

	}

	static class BadArgument {

		@PooledTask("render")
		String run(String text, Plain plain) {
			return text;
		}

	}

	static class BadElement {

		@PooledTask("render")
		String run(List<Plain> plains) {
			return "";
		}

	}

	static class BadResult {

		@PooledTask("render")
		CompletableFuture<Plain> run() {
			return CompletableFuture.completedFuture(new Plain(""));
		}

	}

	static class NoConstructor {

		NoConstructor(String text) {
		}

		@PooledTask("render")
		String run() {
			return "";
		}

	}

	static class Fine {

		@PooledTask("render")
		Optional<List<Path>> run(Stream<String> texts, Object any, Runnable code, int[] numbers,
				Map<String, Duration> times) {
			return Optional.empty();
		}

		@PooledTask("mail")
		Plain inAThread(Plain plain) {
			return plain;
		}

	}

}
