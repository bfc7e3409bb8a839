package dev.poolworks.sample.problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.PoisonTaskException;
import dev.poolworks.PoolBrokenException;
import dev.poolworks.RemoteTaskException;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerOutOfMemoryException;
import dev.poolworks.sample.TestPdfs;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.ProblemDetail;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemsTests {

	private static final WorkerExit KILLED = new WorkerExit("render-2", 4711, 137, false, null, Duration.ofSeconds(9),
			3, List.of(), null, List.of(), List.of());

	@ParameterizedTest
	@MethodSource("failures")
	void failureIsPutIntoWords(Throwable failure, ProblemType type, String part) {
		Problem problem = Problems.of(failure, "page 3 of report.pdf");
		assertThat(problem.type()).isEqualTo(type);
		assertThat(problem.detail()).contains(part).containsIgnoringCase("page 3 of report.pdf");
	}

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(invalidPassword(), ProblemType.ENCRYPTED, "password"),
				Arguments.of(noKey(), ProblemType.ENCRYPTED, "null keyStore."),
				Arguments.of(new CancellationException(), ProblemType.CANCELLED, "operator"),
				Arguments.of(new IOException("Missing root object"), ProblemType.DAMAGED, "Missing root object"),
				Arguments.of(new StackOverflowError(), ProblemType.DAMAGED, "StackOverflowError"),
				Arguments.of(new RemoteTaskException("com.acme.Odd", "odd", null), ProblemType.DAMAGED, "com.acme.Odd"),
				Arguments.of(timeout(Phase.RUN), ProblemType.TOO_SLOW, "20.0 s are granted"),
				Arguments.of(timeout(Phase.QUEUE), ProblemType.BUSY, "waited 20.0 s"),
				Arguments.of(new WorkerCrashedException("gone", KILLED), ProblemType.WORKER_CRASHED,
						"render-2 (pid 4711) ended: exit code 137 (SIGKILL)"),
				Arguments.of(new PoisonTaskException("poison", List.of(KILLED, KILLED)), ProblemType.WORKER_CRASHED,
						"2 workers"),
				Arguments.of(new WorkerOutOfMemoryException("gone", KILLED), ProblemType.OUT_OF_MEMORY,
						"pid 4711) ran out of memory"),
				Arguments.of(new PayloadTooLargeException("large", 2, 32 << 20), ProblemType.RESULT_TOO_LARGE,
						"32.0 MB"),
				Arguments.of(new PoolBrokenException("no java", null), ProblemType.NO_WORKERS, "goes on trying"),
				Arguments.of(new TaskRejectedException("full"), ProblemType.BUSY, "no room"),
				Arguments.of(new CompletionException(invalidPassword()), ProblemType.ENCRYPTED, "password"));
	}

	@Test
	void onlyTimeoutsAndCrashesAreExpensive() {
		assertThat(Problems.isExpensive(timeout(Phase.RUN))).isTrue();
		assertThat(Problems.isExpensive(new CompletionException(new WorkerCrashedException("gone", KILLED)))).isTrue();
		assertThat(Problems.isExpensive(new IOException("damaged"))).isFalse();
	}

	@Test
	void problemDetailHasTypeTitleStatusAndDetail() {
		ProblemDetail detail = new Problem(ProblemType.TOO_SLOW, "It was slow.").toProblemDetail();
		assertThat(detail.getType()).hasToString("/problems.html#too-slow");
		assertThat(detail.getTitle()).isEqualTo("The document takes too long");
		assertThat(detail.getStatus()).isEqualTo(422);
		assertThat(detail.getDetail()).isEqualTo("It was slow.");
	}

	@Test
	void longDetailIsCut() {
		assertThat(new Problem(ProblemType.DAMAGED, "x".repeat(5000)).detail()).hasSize(1000).endsWith("…");
	}

	private static InvalidPasswordException invalidPassword() {
		try {
			Loader.loadPDF(TestPdfs.encrypted()).close();
		}
		catch (InvalidPasswordException ex) {
			return ex;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		throw new AssertionError("the document opened without its password");
	}

	private static IOException noKey() {
		IOException exception = new IOException("did you pass a null keyStore?");
		exception.setStackTrace(new StackTraceElement[] {
				new StackTraceElement("org.apache.pdfbox.pdmodel.encryption.PublicKeySecurityHandler",
						"prepareForDecryption", "PublicKeySecurityHandler.java", 1) });
		return exception;
	}

	private static TaskTimeoutException timeout(Phase phase) {
		return new TaskTimeoutException("late", phase, Duration.ofSeconds(20), Duration.ofMillis(20_500));
	}

}
