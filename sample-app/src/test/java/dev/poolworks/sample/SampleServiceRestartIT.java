package dev.poolworks.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ends of the service, ordered and not, and what is there afterwards.
 */
class SampleServiceRestartIT {

	private static final int PAGES = 60;

	@TempDir
	private Path data;

	@Test
	void killedServiceLeavesNoWorkerAndLosesNothing() throws Exception {
		String half;
		String unread;
		try (RunningService service = RunningService.start(this.data, "--sample.chaos=true")) {
			half = service.submit("half.pdf", TestPdfs.withPages(PAGES));
			service.awaitFirstPage(half);
			service.post("chaos/loop");
			unread = service.submit("unread.pdf", TestPdfs.withPages(2));
			List<ProcessHandle> workers = service.children();
			assertThat(workers).isNotEmpty();
			service.kill();
			service.awaitExit();
			Awaitility.await("end of workers whose parent was killed")
				.atMost(Duration.ofSeconds(10))
				.until(() -> workers.stream().noneMatch(RunningService::isRunning));
		}
		try (RunningService service = RunningService.start(this.data)) {
			SampleServiceIT.assertDone(service.awaitEnd(half), PAGES);
			SampleServiceIT.assertDone(service.awaitEnd(unread), 2);
		}
	}

	@Tag("slow")
	@Test
	void stoppedServiceLeavesNoWorkerAndGoesOnAtTheNextStart() throws Exception {
		String document;
		try (RunningService service = RunningService.start(this.data, "--pool.defaults.shutdown.await=1s")) {
			document = service.submit("half.pdf", TestPdfs.withPages(PAGES));
			service.awaitFirstPage(document);
			List<ProcessHandle> workers = service.children();
			service.stop();
			service.awaitExit();
			assertThat(workers).as("workers left by an ordered stop").noneMatch(RunningService::isRunning);
		}
		try (RunningService service = RunningService.start(this.data)) {
			SampleServiceIT.assertDone(service.awaitEnd(document), PAGES);
		}
	}

	@Tag("slow")
	@Test
	void stoppedServiceGrantsItsTasksTheTimeTheyWerePromised() throws Exception {
		try (RunningService service = RunningService.start(this.data, "--sample.chaos=true",
				"--pool.defaults.shutdown.await=500ms", "--server.shutdown=immediate")) {
			service.post("chaos/loop");
			service.awaitBusyWorker();
			service.stop();
			service.awaitExit();
			assertThat(service.log()).contains("1 tasks are not done 500 ms after shutdown");
		}
	}

	@Tag("slow")
	@Test
	void chaosIsOffUnlessAskedFor() throws IOException, InterruptedException {
		try (RunningService service = RunningService.start(this.data)) {
			assertThat(service.post("chaos/halt").join().statusCode()).isEqualTo(404);
			assertThat(service.children()).as("workers without a document").isEmpty();
		}
	}

}
