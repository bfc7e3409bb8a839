package dev.poolworks.spring.task;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.poolworks.TaskContext;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.spring.PooledTask;
import dev.poolworks.spring.autoconfigure.PoolAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(OutputCaptureExtension.class)
class PooledTaskTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class, AopAutoConfiguration.class))
		.withPropertyValues("pool.executors.mail.type=thread", "pool.executors.mail.max-size=1",
				"pool.executors.mail.queue-capacity=1", "pool.executors.other.type=thread", "names.pool=MAIL",
				"limits.run=200ms");

	private final ApplicationContextRunner mails = this.runner.withBean("mails", Mails.class);

	@Test
	void plainValueRunsInThePoolAndTheCallerWaits() {
		this.mails.run((context) -> assertThat(context.getBean(Mails.class).pool("x")).isEqualTo("mail x"));
	}

	@Test
	void placeholdersInThePoolNameAreResolved() {
		this.mails.run((context) -> assertThat(context.getBean(Mails.class).byPlaceholder()).isEqualTo("mail"));
	}

	@Test
	void futuresArriveWhateverTheirDeclaredType() {
		this.mails.run((context) -> {
			Mails mails = context.getBean(Mails.class);
			assertThat(mails.future().get(30, TimeUnit.SECONDS)).isEqualTo("future mail");
			assertThat(mails.stage().toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo("stage mail");
			assertThat(mails.completable().get(30, TimeUnit.SECONDS)).isEqualTo("completable mail");
			assertThat(mails.completable()).isInstanceOf(TaskFuture.class);
		});
	}

	@Test
	void monoSubmitsATaskForEachSubscription() {
		this.mails.run((context) -> {
			Mono<String> mono = context.getBean(Mails.class).mono();
			TaskPool pool = context.getBean("mail", TaskPool.class);
			assertThat(pool.snapshot().tasks().submitted()).isZero();
			assertThat(mono.block()).isEqualTo("mono mail");
			assertThat(mono.block()).isEqualTo("mono mail");
			assertThat(pool.snapshot().tasks().submitted()).isEqualTo(2);
		});
	}

	@Test
	void voidReturnsAtOnceAndItsFailureIsLoggedAndCounted(CapturedOutput output) {
		this.mails.run((context) -> {
			Mails mails = context.getBean(Mails.class);
			mails.forget();
			mails.open();
			await().until(() -> context.getBean("mail", TaskPool.class).snapshot().tasks().failed() == 1);
			await().until(() -> output.getAll().contains("nobody waits"));
			assertThat(output).contains("PooledTaskTests.Mails.forget").contains("forgotten");
		});
	}

	@Test
	void exceptionArrivesAsItself() {
		this.mails.run((context) -> {
			Mails mails = context.getBean(Mails.class);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> mails.checked()).withMessage("checked");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> mails.unchecked())
				.withMessage("unchecked");
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> mails.error());
		});
	}

	@Test
	void timeoutOfTheAnnotationHolds() {
		this.mails.run((context) -> assertThatExceptionOfType(TaskTimeoutException.class)
			.isThrownBy(() -> context.getBean(Mails.class).slow()));
	}

	@Test
	void interruptOfTheCallerCancelsTheTask() throws Exception {
		this.mails.run((context) -> {
			Mails mails = context.getBean(Mails.class);
			AtomicReference<Object> seen = new AtomicReference<>();
			Thread caller = new Thread(() -> {
				try {
					mails.waits();
				}
				catch (CancellationException ex) {
					seen.set(Thread.currentThread().isInterrupted() ? ex : "not interrupted");
				}
			});
			caller.start();
			await().until(() -> context.getBean("mail", TaskPool.class).snapshot().tasks().running() == 1);
			caller.interrupt();
			caller.join();
			assertThat(seen.get()).isInstanceOf(CancellationException.class);
			await().until(() -> context.getBean("mail", TaskPool.class).snapshot().tasks().cancelled() == 1);
			await().until(() -> mails.wasInterrupted());
		});
	}

	@Test
	void fallbackReplacesTheFailureOfAnyStyle() {
		this.mails.run((context) -> {
			Mails mails = context.getBean(Mails.class);
			assertThat(mails.failing("a")).isEqualTo("instead of a: broken");
			assertThat(mails.failingLater("b").get(30, TimeUnit.SECONDS)).isEqualTo("instead of b: broken");
			assertThat(mails.failingMono("c").block()).isEqualTo("instead of c: broken");
		});
	}

	@Test
	void cancellingAFutureWithAFallbackCancelsTheTask() {
		this.mails.run((context) -> {
			Mails mails = context.getBean(Mails.class);
			CompletableFuture<String> future = mails.waitsLater("d");
			await().until(() -> context.getBean("mail", TaskPool.class).snapshot().tasks().running() == 1);
			assertThat(future.cancel(true)).isTrue();
			await().until(() -> context.getBean("mail", TaskPool.class).snapshot().tasks().cancelled() == 1);
			assertThat(future).isCancelled();
		});
	}

	@Test
	void rejectionReachesTheCallerOrTheFallback() {
		this.mails.run((context) -> {
			Mails mails = context.getBean(Mails.class);
			TaskPool pool = context.getBean("mail", TaskPool.class);
			mails.forget();
			await().until(() -> pool.snapshot().tasks().running() == 1);
			TaskFuture<?> waiting = pool.submit(() -> 1);
			assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> mails.pool("x"));
			assertThat(mails.failing("y")).startsWith("instead of y: ");
			mails.open();
			assertThat(waiting.result()).isEqualTo(1);
		});
	}

	@Test
	void nestedCallIntoTheSameFullPoolRunsWhereItIs() {
		this.mails.withBean("nesting", Nesting.class)
			.run((context) -> assertThat(context.getBean(Nesting.class).outer()).isEqualTo("mail inner"));
	}

	@Test
	void taskIsNamedAfterItsArguments() {
		this.mails.run((context) -> {
			Mails mails = context.getBean(Mails.class);
			CompletableFuture<String> future = mails.named("Ann", 7);
			TaskPool pool = context.getBean("mail", TaskPool.class);
			await().until(() -> pool.workers().stream().anyMatch((worker) -> worker.taskName() != null));
			assertThat(pool.workers().get(0).taskName()).isEqualTo("mail to Ann (7)");
			mails.open();
			assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo("Ann");
		});
	}

	@Test
	void withoutTheStarterMethodsRunInTheirCallersThread() {
		this.mails.withPropertyValues("pool.enabled=false")
			.run((context) -> assertThat(context.getBean(Mails.class).thread()).isEqualTo(Thread.currentThread()));
	}

	static class Mails {

		final CountDownLatch open = new CountDownLatch(1);

		final CountDownLatch interrupted = new CountDownLatch(1);

		// not fields: a proxy's own are null
		void open() {
			this.open.countDown();
		}

		boolean wasInterrupted() {
			return this.interrupted.getCount() == 0;
		}

		@PooledTask("mail")
		public String pool(String text) {
			return TaskContext.current().pool() + " " + text;
		}

		@PooledTask("mail")
		public Thread thread() {
			return Thread.currentThread();
		}

		@PooledTask("${names.pool}")
		public String byPlaceholder() {
			return TaskContext.current().pool();
		}

		@PooledTask("mail")
		public Future<String> future() {
			return CompletableFuture.completedFuture("future " + TaskContext.current().pool());
		}

		@PooledTask("mail")
		public CompletionStage<String> stage() {
			return CompletableFuture.completedStage("stage " + TaskContext.current().pool());
		}

		@PooledTask("mail")
		public CompletableFuture<String> completable() {
			return CompletableFuture.completedFuture("completable " + TaskContext.current().pool());
		}

		@PooledTask("mail")
		public Mono<String> mono() {
			return Mono.just("mono " + TaskContext.current().pool());
		}

		@PooledTask("mail")
		public void forget() throws InterruptedException {
			this.open.await();
			throw new IllegalStateException("forgotten");
		}

		@PooledTask("mail")
		public String checked() throws IOException {
			throw new IOException("checked");
		}

		@PooledTask("mail")
		public String unchecked() {
			throw new IllegalStateException("unchecked");
		}

		@PooledTask("mail")
		public String error() {
			throw new StackOverflowError();
		}

		@PooledTask(pool = "mail", timeout = "${limits.run}")
		public String slow() throws InterruptedException {
			this.open.await();
			return "too late";
		}

		@PooledTask("mail")
		public String waits() {
			try {
				this.open.await();
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
			}
			return "waited";
		}

		@PooledTask(pool = "mail", fallback = "instead")
		public String failing(String text) {
			throw new IllegalStateException("broken");
		}

		String instead(String text, Throwable cause) {
			return "instead of " + text + ": " + cause.getMessage();
		}

		@PooledTask(pool = "mail", fallback = "insteadLater")
		public CompletableFuture<String> failingLater(String text) {
			throw new IllegalStateException("broken");
		}

		@PooledTask(pool = "mail", fallback = "insteadLater")
		public CompletableFuture<String> waitsLater(String text) {
			return CompletableFuture.completedFuture(waits());
		}

		private CompletableFuture<String> insteadLater(String text, Throwable cause) {
			return CompletableFuture.completedFuture(instead(text, cause));
		}

		@PooledTask(pool = "mail", fallback = "insteadMono")
		public Mono<String> failingMono(String text) {
			return Mono.error(new IllegalStateException("broken"));
		}

		Mono<String> insteadMono(String text, Throwable cause) {
			return Mono.just(instead(text, cause));
		}

		@PooledTask(pool = "mail", name = "mail to {0} ({1})")
		public CompletableFuture<String> named(String to, int number) throws InterruptedException {
			this.open.await();
			return CompletableFuture.completedFuture(to);
		}

	}

	static class Nesting {

		private final Mails mails;

		Nesting(Mails mails) {
			this.mails = mails;
		}

		@PooledTask("mail")
		public String outer() {
			return this.mails.pool("inner");
		}

	}

}
