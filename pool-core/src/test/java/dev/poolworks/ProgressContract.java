package dev.poolworks;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tasks say of their progress.
 */
abstract class ProgressContract extends PoolContract {

	@Test
	void progressArrivesInOrderAndTheLastInAnyCase() {
		TaskPool pool = pool(1);
		Signal release = signal();
		List<TaskProgress> seen = new CopyOnWriteArrayList<>();
		TaskFuture<Boolean> future = pool.submit(() -> {
			release.await();
			for (int i = 1; i <= 5; i++) {
				TaskContext.current().progress(i, 5, "page " + i);
			}
			return true;
		});
		future.onProgress((progress) -> Work.fail("a callback that throws on purpose")).onProgress(seen::add);
		release.raise();
		TaskProgress last = new TaskProgress(5, 5, "page 5");
		await().until(() -> seen.contains(last));
		assertThat(seen).isSortedAccordingTo((one, other) -> Long.compare(one.done(), other.done()))
			.doesNotHaveDuplicates();
		assertThat(future.result()).isTrue();
	}

	@Test
	void everyReportIsHeardByWhoeverHearsItInTime() {
		TaskPool pool = pool(1);
		List<Long> seen = new CopyOnWriteArrayList<>();
		List<Signal> heard = List.of(signal(), signal(), signal());
		TaskFuture<?> future = pool.submit(() -> {
			for (int i = 0; i < heard.size(); i++) {
				TaskContext.current().progress(i, 0, null);
				heard.get(i).awaitStubbornly();
			}
		}, TaskOptions.defaults().onProgress((progress) -> {
			seen.add(progress.done());
			heard.get((int) progress.done()).raise();
		}));
		future.result();
		assertThat(seen).containsExactly(0L, 1L, 2L);
	}

	@Test
	void callbackThatIsSlowHearsTheLastReportAndFewOfTheOthers() throws InterruptedException {
		TaskPool pool = pool(1);
		int reports = 100_000;
		List<Long> seen = new CopyOnWriteArrayList<>();
		CountDownLatch release = new CountDownLatch(1);
		TaskFuture<Boolean> future = pool.submit(() -> {
			for (int i = 1; i <= reports; i++) {
				TaskContext.current().progress(i, reports, "row " + i);
			}
			return true;
		}, TaskOptions.defaults().onProgress((progress) -> {
			seen.add(progress.done());
			awaitQuietly(release);
		}));
		CountDownLatch done = new CountDownLatch(1);
		future.onDone((task) -> done.countDown());
		assertThat(future.result()).isTrue();
		release.countDown();
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(seen).hasSizeBetween(1, 2).endsWith((long) reports);
	}

	@Test
	void lastProgressIsHeardBeforeTheEnd() {
		TaskPool pool = pool(2);
		for (int i = 0; i < 50; i++) {
			List<String> seen = new CopyOnWriteArrayList<>();
			Signal release = signal();
			TaskFuture<?> future = pool.submit(() -> {
				release.awaitStubbornly();
				TaskContext.current().progress(1, 2, null);
				TaskContext.current().progress(2, 2, null);
			}, TaskOptions.defaults().onProgress((progress) -> seen.add("progress " + progress.done())));
			future.onDone((done) -> seen.add("done"));
			release.raise();
			await().until(() -> seen.contains("done"));
			assertThat(seen.subList(seen.size() - 2, seen.size())).containsExactly("progress 2", "done");
		}
	}

	@Test
	void slowCallbackOfOneTaskDoesNotDelayThoseOfOthers() {
		TaskPool pool = pool(1);
		CountDownLatch release = new CountDownLatch(1);
		TaskFuture<Integer> slow = pool.submit(ProgressContract::report,
				TaskOptions.defaults().onProgress((progress) -> awaitQuietly(release)));
		List<TaskProgress> seen = new CopyOnWriteArrayList<>();
		pool.submit(ProgressContract::report, TaskOptions.defaults().onProgress(seen::add));
		await().until(() -> !seen.isEmpty());
		assertThat(slow.result()).isEqualTo(7);
		release.countDown();
	}

	@Test
	void whoeverComesLateHearsTheLastProgress() {
		TaskPool pool = pool(1);
		Signal reported = signal();
		Signal release = signal();
		List<TaskProgress> seen = new CopyOnWriteArrayList<>();
		TaskFuture<Boolean> future = pool.submit(() -> {
			TaskContext.current().progress(1, 3, "first");
			TaskContext.current().progress(2, 3, "second");
			reported.raise();
			return release.await();
		});
		await(reported);
		TaskProgress second = new TaskProgress(2, 3, "second");
		future.onProgress(seen::add);
		await().until(() -> seen.contains(second));
		release.raise();
		future.result();
		future.onProgress(seen::add);
		assertThat(seen).containsExactly(second, second);
	}

	private static int report() {
		TaskContext.current().progress(7, 7, null);
		return 7;
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
