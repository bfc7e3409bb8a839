package dev.poolworks.spring.autoconfigure;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.Shutdown;
import dev.poolworks.pool.AbstractTaskPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/**
 * Starts the pools with the application context and ends them with it, in the phase of
 * Spring's own executors: after the web server and the message listeners have stopped.
 *
 * <pre>
 *  start() ───────────▶ workers of min-size
 *  stop(), context closes ──▶ shutdown.mode ──▶ shutdown.await ──▶ kill
 *  stop(), context stays ───▶ suspend ──▶ start() ──▶ resume
 * </pre>
 *
 * An ended pool cannot be started again, and a context that is only stopped may be: that
 * is why the two are different. Every wait is bounded.
 */
final class PoolLifecycle implements SmartLifecycle, DisposableBean, ApplicationListener<ContextClosedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(PoolLifecycle.class);

	private static final String SHUTDOWN_HOOK = "spring.main.register-shutdown-hook";

	/**
	 * A killed process is gone long before; a thread that ignores its interrupt never is.
	 */
	private static final Duration AFTER_KILL = Duration.ofSeconds(5);

	private final ApplicationContext context;

	private final List<Member> members = new CopyOnWriteArrayList<>();

	private final Set<AbstractTaskPool> suspended = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	private volatile boolean closing;

	private volatile @Nullable Thread ending;

	PoolLifecycle(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Takes charge of a pool.
	 * @param pool the pool
	 * @param mode how it is shut down
	 * @param await how long its tasks may take then
	 */
	void add(AbstractTaskPool pool, Shutdown mode, Duration await) {
		this.members.add(new Member(pool, mode, await));
		if (this.running) {
			pool.start();
		}
	}

	/**
	 * Tells whether the context is closed, and its pools are ended in order, when the JVM
	 * ends. A hook that killed their workers would be faster than that.
	 * @return whether nobody else has to see to the workers
	 */
	boolean endsWithJvm() {
		return this.context.getEnvironment().getProperty(SHUTDOWN_HOOK, Boolean.class, true);
	}

	@Override
	public void start() {
		this.running = true;
		this.members.forEach((member) -> {
			if (this.suspended.remove(member.pool())) {
				member.pool().resume();
			}
			member.pool().start();
		});
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.closing = true;
		}
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		if (!this.closing) {
			suspendAll();
			callback.run();
			return;
		}
		shutdownAll();
		if (this.members.stream().allMatch((member) -> member.pool().isTerminated())) {
			callback.run();
			return;
		}
		Thread thread = new Thread(() -> {
			try {
				awaitAll();
			}
			finally {
				callback.run();
			}
		}, "pool shutdown");
		thread.setDaemon(true);
		this.ending = thread;
		thread.start();
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Ends what {@link #stop(Runnable)} has not: it is not called for a context that
	 * failed to start, and Spring waits for it no longer than
	 * {@code spring.lifecycle.timeout-per-shutdown-phase}.
	 */
	@Override
	public void destroy() throws InterruptedException {
		Thread thread = this.ending;
		if (thread != null) {
			thread.join();
			return;
		}
		shutdownAll();
		awaitAll();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return ExecutorConfigurationSupport.DEFAULT_PHASE;
	}

	private void suspendAll() {
		this.members.stream().map(Member::pool).filter((pool) -> !pool.snapshot().suspended()).forEach((pool) -> {
			pool.suspend();
			this.suspended.add(pool);
		});
	}

	private void shutdownAll() {
		this.members.forEach((member) -> {
			member.pool().resume();
			member.pool().shutdown(member.mode());
		});
	}

	private void awaitAll() {
		long start = System.nanoTime();
		List<Member> byAwait = this.members.stream().sorted(Comparator.comparing(Member::await)).toList();
		boolean interrupted = false;
		for (Member member : byAwait) {
			try {
				member.await(start);
			}
			catch (InterruptedException ex) {
				interrupted = true;
				member.pool().shutdown(Shutdown.kill());
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A pool in charge.
	 *
	 * @param pool the pool
	 * @param mode how it is shut down
	 * @param await how long its tasks may take then
	 */
	private record Member(AbstractTaskPool pool, Shutdown mode, Duration await) {

		void await(long startNanos) throws InterruptedException {
			long left = this.await.toNanos() - (System.nanoTime() - startNanos);
			if (this.pool.awaitTermination(Math.max(0, left), TimeUnit.NANOSECONDS)) {
				return;
			}
			PoolSnapshot snapshot = this.pool.snapshot();
			logger.warn(
					"pool '{}': {} tasks are not done {} ms after shutdown ({}), they are killed; "
							+ "raise shutdown.await to wait longer",
					this.pool.name(), snapshot.tasks().pending(), this.await.toMillis(), snapshot.summary());
			this.pool.shutdown(Shutdown.kill());
			if (!this.pool.awaitTermination(AFTER_KILL.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.error("pool '{}': workers go on after an interrupt and {} ms more, they are left behind: {}",
						this.pool.name(), AFTER_KILL.toMillis(), this.pool.workers());
			}
		}

	}

}
