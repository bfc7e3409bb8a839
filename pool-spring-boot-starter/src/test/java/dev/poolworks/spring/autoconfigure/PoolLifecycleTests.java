package dev.poolworks.spring.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolLifecycleTests {

	private final CountDownLatch open = new CountDownLatch(1);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class))
		.withPropertyValues("pool.executors.mail.type=thread", "pool.executors.mail.max-size=1");

	@Test
	void workersOfMinSizeStartWithTheContext() {
		this.runner.withPropertyValues("pool.executors.mail.min-size=1")
			.run((context) -> await().until(() -> context.getBean(TaskPool.class).snapshot().workers().alive() == 1));
	}

	@Test
	void endsInThePhaseOfSpringsExecutors() {
		this.runner.run((context) -> assertThat(context.getBean(PoolLifecycle.class).getPhase())
			.isEqualTo(ExecutorConfigurationSupport.DEFAULT_PHASE));
	}

	@Test
	void leavesTheEndOfTheJvmToTheContextUnlessThatHasNoHook() {
		this.runner.run((context) -> assertThat(context.getBean(PoolLifecycle.class).endsWithJvm()).isTrue());
		this.runner.withPropertyValues("spring.main.register-shutdown-hook=false")
			.run((context) -> assertThat(context.getBean(PoolLifecycle.class).endsWithJvm()).isFalse());
	}

	@Test
	void closingDrainsByDefault() {
		AtomicReference<TaskFuture<?>> last = new AtomicReference<>();
		AtomicReference<TaskPool> pool = new AtomicReference<>();
		this.runner.run((context) -> {
			pool.set(context.getBean(TaskPool.class));
			pool.get().submit(() -> this.open.await(30, TimeUnit.SECONDS));
			last.set(pool.get().submit(() -> "done"));
			Thread closer = new Thread(((ConfigurableApplicationContext) context.getSourceApplicationContext())::close);
			closer.start();
			await().until(() -> pool.get().isShutdown());
			this.open.countDown();
			closer.join();
		});
		assertThat(last.get().taskState()).isEqualTo(TaskState.SUCCEEDED);
		assertThat(pool.get().isTerminated()).isTrue();
	}

	@Test
	void cancelQueuedFinishesOnlyWhatRuns() {
		this.runner.withPropertyValues("pool.executors.mail.shutdown.mode=cancel-queued").run((context) -> {
			TaskPool pool = context.getBean(TaskPool.class);
			TaskFuture<?> running = pool.submit(() -> this.open.await(30, TimeUnit.SECONDS));
			await().until(running::isRunning);
			TaskFuture<?> queued = pool.submit(() -> "never");
			Thread closer = new Thread(((ConfigurableApplicationContext) context.getSourceApplicationContext())::close);
			closer.start();
			await().until(queued::isCancelled);
			this.open.countDown();
			closer.join();
			assertThat(running.taskState()).isEqualTo(TaskState.SUCCEEDED);
		});
	}

	@Test
	void whatIsNotDoneInTimeIsKilled() {
		AtomicReference<TaskFuture<?>> running = new AtomicReference<>();
		AtomicReference<TaskPool> pool = new AtomicReference<>();
		this.runner.withPropertyValues("pool.executors.mail.shutdown.await=200ms").run((context) -> {
			pool.set(context.getBean(TaskPool.class));
			running.set(pool.get().submit(() -> this.open.await(30, TimeUnit.SECONDS)));
			await().until(running.get()::isRunning);
		});
		assertThat(pool.get().isTerminated()).isTrue();
		assertThat(running.get().isCancelled()).isTrue();
	}

	@Test
	void failedStartEndsPoolsThatWereUsedAlready() {
		AtomicReference<TaskPool> pool = new AtomicReference<>();
		this.runner.withPropertyValues("pool.executors.mail.shutdown.await=200ms")
			.withBean("early", Object.class, () -> {
				throw new IllegalStateException("breaks the start");
			}, (definition) -> definition.setDependsOn("user"))
			.withBean("user", User.class)
			.withBean("open", CountDownLatch.class, () -> this.open)
			.withBean("holder", AtomicReference.class, () -> pool)
			.run((context) -> assertThat(context).hasFailed());
		assertThat(pool.get().isTerminated()).isTrue();
	}

	@Test
	void stoppedContextSuspendsItsPoolsAndStartsThemAgain() {
		this.runner.run((context) -> {
			TaskPool pool = context.getBean(TaskPool.class);
			ConfigurableApplicationContext source = (ConfigurableApplicationContext) context
				.getSourceApplicationContext();
			source.stop();
			assertThat(pool.snapshot().suspended()).isTrue();
			TaskFuture<String> task = pool.submit(() -> "later");
			source.start();
			assertThat(task.result()).isEqualTo("later");
		});
	}

	static class User {

		User(TaskPool pool, CountDownLatch open, AtomicReference<TaskPool> holder) {
			holder.set(pool);
			pool.submit(() -> open.await(30, TimeUnit.SECONDS));
		}

	}

}
