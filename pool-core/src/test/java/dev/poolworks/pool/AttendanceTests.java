package dev.poolworks.pool;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.poolworks.TaskRejectedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * The threads that look after a pool, in moments without free threads.
 */
@Timeout(120)
class AttendanceTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final AtomicBoolean pending = new AtomicBoolean(true);

	private final AtomicInteger ticks = new AtomicInteger();

	private final ScarceThreads threads = new ScarceThreads();

	private final Attendance attendance = new Attendance("scarce", this.threads, this::tick, this.pending::get);

	private void tick() {
		this.attendance.timer().due();
		this.ticks.incrementAndGet();
		if (this.pending.get()) {
			this.attendance.see();
		}
	}

	@AfterEach
	void end() {
		this.pending.set(false);
		this.attendance.timer().end();
	}

	@Test
	void taskIsRejectedWhileNoThreadIsToBeHad() {
		this.threads.daemons = false;
		this.threads.users = false;
		assertThatThrownBy(() -> this.attendance.require("render")).isInstanceOf(TaskRejectedException.class)
			.hasMessageContaining("render")
			.hasMessageContaining("on purpose")
			.hasMessageContaining("pids.max");
		this.threads.daemons = true;
		this.threads.users = true;
		await().atMost(LONG)
			.untilAsserted(() -> assertThatCode(() -> this.attendance.require("render")).doesNotThrowAnyException());
	}

	@Test
	void timerThatCouldNotBeStartedIsStartedByTheThreadThatKeepsTheJvmAlive() {
		this.threads.daemons = false;
		this.attendance.require("render");
		this.attendance.timer().wakeAt(0);
		this.attendance.see();
		assertThat(this.ticks).hasValue(0);
		this.threads.daemons = true;
		await().atMost(LONG).until(() -> this.ticks.get() > 0);
	}

	@Test
	void threadThatKeepsTheJvmAliveIsStartedByTheTimer() {
		this.threads.users = false;
		this.attendance.require("render");
		this.attendance.see();
		this.threads.users = true;
		await().atMost(LONG).until(() -> this.threads.usersMade.get() == 1);
	}

	@Test
	void threadThatKeepsTheJvmAliveIsNeverThereTwice() {
		for (int round = 0; round < 50; round++) {
			this.pending.set(round % 2 == 0);
			this.attendance.see();
		}
		await().atMost(LONG).until(() -> this.threads.usersAlive.get() <= 1);
		assertThat(this.threads.mostUsersAlive).hasValue(1);
	}

	@Test
	void whatHasFailedIsDoneAtTheNextTick() {
		AtomicInteger done = new AtomicInteger();
		this.attendance.later(done::incrementAndGet);
		await().atMost(LONG).until(() -> this.ticks.get() > 0);
		this.attendance.makeUp();
		assertThat(done).hasValue(1);
	}

	/** Threads that cannot always be started. */
	private static final class ScarceThreads extends PoolThreads {

		private volatile boolean daemons = true;

		private volatile boolean users = true;

		private final AtomicInteger usersMade = new AtomicInteger();

		private final AtomicInteger usersAlive = new AtomicInteger();

		private final AtomicInteger mostUsersAlive = new AtomicInteger();

		@Override
		Thread create(String name, Runnable code, boolean daemon) {
			if (!(daemon ? this.daemons : this.users)) {
				throw new OutOfMemoryError("unable to create native thread, on purpose");
			}
			return super.create(name, daemon ? code : () -> counted(code), true);
		}

		private void counted(Runnable code) {
			this.usersMade.incrementAndGet();
			int alive = this.usersAlive.incrementAndGet();
			this.mostUsersAlive.accumulateAndGet(alive, Math::max);
			try {
				code.run();
			}
			finally {
				this.usersAlive.decrementAndGet();
			}
		}

	}

}
