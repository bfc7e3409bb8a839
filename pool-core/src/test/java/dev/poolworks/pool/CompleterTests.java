package dev.poolworks.pool;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads for callbacks: how many there are, and what becomes of callbacks without them.
 */
@Timeout(120)
class CompleterTests {

	private @Nullable Completer completer;

	@AfterEach
	void end() throws InterruptedException {
		if (this.completer != null) {
			this.completer.end();
			assertThat(this.completer.awaitEnd(TimeUnit.SECONDS.toNanos(60))).isTrue();
			assertThat(this.completer.isBusy()).isFalse();
		}
	}

	@Test
	void actionsBeyondTheBoundRunThoughNothingEnds() throws InterruptedException {
		Completer completer = completer(2, CompleterTests::thread, null);
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(5);
		for (int i = 0; i < 5; i++) {
			completer.execute(() -> {
				blocked.countDown();
				awaitQuietly(release);
			});
		}
		assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
		release.countDown();
	}

	@Test
	void virtualThreadsRunWhatIsBeyondTheBound() throws InterruptedException {
		Completer completer = completer(2, CompleterTests::thread, VirtualThreads.find());
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(40);
		for (int i = 0; i < 40; i++) {
			completer.execute(() -> {
				blocked.countDown();
				awaitQuietly(release);
			});
		}
		assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
		release.countDown();
	}

	@Test
	void actionsThatEndSoonNeedFewThreads() throws InterruptedException {
		AtomicInteger threads = new AtomicInteger();
		Completer completer = completer(256, (work) -> {
			threads.incrementAndGet();
			return thread(work);
		}, null);
		CountDownLatch done = new CountDownLatch(1000);
		for (int i = 0; i < 1000; i++) {
			CountDownLatch one = new CountDownLatch(1);
			completer.execute(() -> {
				one.countDown();
				done.countDown();
			});
			one.await();
		}
		done.await();
		assertThat(threads.get()).isLessThan(50);
	}

	@Test
	void actionWaitsForAThreadIfThereIsNoneToBeHad() throws InterruptedException {
		AtomicInteger failures = new AtomicInteger();
		Completer completer = completer(4, (work) -> {
			if (failures.incrementAndGet() <= 3) {
				throw new OutOfMemoryError("unable to create native thread: on purpose");
			}
			return thread(work);
		}, null);
		CountDownLatch ran = new CountDownLatch(2);
		Thread here = Thread.currentThread();
		for (int i = 0; i < 2; i++) {
			completer.execute(() -> {
				assertThat(Thread.currentThread()).isNotSameAs(here);
				ran.countDown();
			});
		}
		assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(failures.get()).isGreaterThan(3);
	}

	@Test
	void actionThatThrowsDoesNotKeepTheNextFromRunning() throws InterruptedException {
		Completer completer = completer(1, CompleterTests::thread, null);
		CountDownLatch ran = new CountDownLatch(1);
		completer.execute(() -> {
			throw new NoClassDefFoundError("on purpose");
		});
		completer.execute(ran::countDown);
		assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whatWasHandedOverRunsBeforeTheEnd() throws InterruptedException {
		Completer completer = completer(1, CompleterTests::thread, null);
		AtomicInteger ran = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			completer.execute(ran::incrementAndGet);
		}
		completer.end();
		assertThat(completer.awaitEnd(TimeUnit.SECONDS.toNanos(60))).isTrue();
		assertThat(ran).hasValue(100);
		completer.execute(ran::incrementAndGet);
		assertThat(ran).hasValue(101);
	}

	private Completer completer(int maxThreads, ThreadFactory threads, @Nullable VirtualThreads virtualThreads) {
		this.completer = new Completer("completers", maxThreads, threads, virtualThreads);
		return this.completer;
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work);
		thread.setDaemon(true);
		return thread;
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
