package dev.poolworks.pool;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A pool's clock must not stop.
 */
@Timeout(120)
class PoolTimerTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicReference<PoolTimer> timer = new AtomicReference<>();

	private PoolTimer start(Runnable onTime) {
		PoolTimer timer = new PoolTimer("clock", new PoolThreads(), onTime);
		this.timer.set(timer);
		timer.wakeAt(0);
		return timer;
	}

	@Test
	void timerGoesOnAfterAnError() {
		PoolTimer timer = start(() -> {
			if (this.calls.incrementAndGet() < 3) {
				throw new NoClassDefFoundError("on purpose");
			}
			this.timer.get().due();
		});
		await().atMost(LONG).until(() -> this.calls.get() == 3);
		timer.wakeAt(0);
		await().atMost(LONG).until(() -> this.calls.get() == 4);
		timer.end();
	}

	@Test
	void interruptThatIsLeftBehindDoesNotKeepTheTimerBusy() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		PoolTimer timer = start(() -> {
			this.timer.get().due();
			thread.set(Thread.currentThread());
			Thread.currentThread().interrupt();
		});
		await().atMost(LONG)
			.until(() -> thread.get() != null && thread.get().getState() == Thread.State.WAITING
					&& !thread.get().isInterrupted());
		timer.end();
	}

	@Test
	void timerTellsWhichTimeWasAskedForFirst() {
		PoolTimer timer = new PoolTimer("clock", new PoolThreads(), () -> this.timer.get().due());
		this.timer.set(timer);
		assertThat(timer.due()).isEqualTo(PoolTimer.NEVER);
		long soon = timer.now() + Duration.ofHours(1).toNanos();
		timer.wakeAt(soon + 1);
		timer.wakeAt(soon);
		timer.wakeAt(soon + 2);
		assertThat(timer.due()).isEqualTo(soon);
		timer.end();
	}

}
