package dev.poolworks.process;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.poolworks.WorkerCrashedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tasks print, by whatever way, is seen under their worker's name and disturbs
 * nothing.
 */
class WorkerOutputTests extends ProcessPoolFixture {

	private final Lines lines = new Lines();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.poolworks.worker.output");

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
		this.logger.setAdditive(false);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.lines);
		this.logger.setAdditive(true);
	}

	@Test
	void linesOnBothStreamsGoIntoTheLogUnderTheWorkersName() {
		ProcessPool pool = pool();
		pool.submit(() -> {
			System.out.println("to out ☃");
			System.err.println("to err");
		}).result(LONG);
		String worker = pool.name() + "-1";
		awaitLines("[" + worker + " out] to out ☃", "[" + worker + " err] to err");
		assertServes(pool);
	}

	@Test
	void whatNativesAndChildrenPrintToTheStreamsThemselvesGoesIntoTheLog() {
		ProcessPool pool = pool();
		pool.submit(() -> {
			new ProcessBuilder("sh", "-c", "echo from a child; echo to its err >&2").inheritIO().start().waitFor();
			try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
				out.write("to the descriptor\n".getBytes(StandardCharsets.UTF_8));
			}
			return null;
		}).result(LONG);
		String worker = pool.name() + "-1";
		awaitLines("[" + worker + " out] from a child", "[" + worker + " err] to its err",
				"[" + worker + " out] to the descriptor");
		assertServes(pool);
	}

	@Test
	void floodOfOutputDisturbsNothing() {
		ProcessPool pool = pool();
		int count = 20_000;
		assertThat(pool.submit((n) -> {
			for (int i = 0; i < n; i++) {
				System.out.println("line " + i);
			}
			return n;
		}, count).result(LONG)).isEqualTo(count);
		await().until(() -> this.lines.all.size() == count);
		assertServes(pool);
	}

	@Test
	void outputThatIsNoTextAndHasNoLinesDisturbsNothing() {
		ProcessPool pool = pool();
		pool.submit(() -> {
			byte[] noise = new byte[100_000];
			new java.util.Random(1).nextBytes(noise);
			System.out.write(noise, 0, noise.length);
			System.out.print("x".repeat(100_000));
			System.out.println();
			System.out.println("the end");
		}).result(LONG);
		awaitLines("[" + pool.name() + "-1 out] the end");
		assertThat(List.copyOf(this.lines.all)).allSatisfy((line) -> assertThat(line.length()).isLessThan(9_000));
		assertServes(pool);
	}

	@Test
	void taskThatClosesTheStreamsHarmsItself() {
		ProcessPool pool = pool();
		pool.submit(() -> {
			System.out.close();
			System.err.close();
		}).result(LONG);
		pool.submit(() -> System.out.println("nobody hears")).result(LONG);
		assertServes(pool);
	}

	@Test
	void taskReadsNothingFromStandardInput() {
		ProcessPool pool = pool();
		assertThat(pool.submit(() -> System.in.read()).result(LONG)).isEqualTo(-1);
		assertServes(pool);
	}

	@Test
	void discardedOutputIsStillThereForTheMessageOfACrash() {
		ProcessPool pool = pool(builder().output(WorkerOutput.DISCARD));
		WorkerCrashedException crash = (WorkerCrashedException) failureOf(pool.submit(() -> {
			System.err.println("last words");
			return InWorker.halt(1);
		}));
		assertThat(crash).hasMessageContaining("last on stderr: last words");
		assertThat(crash.exit().stderrTail()).containsExactly("last words");
		assertServes(pool);
		assertThat(this.lines.all).isEmpty();
	}

	@Test
	void tailHoldsTheLastLinesOnly() {
		ProcessPool pool = pool(builder().output(WorkerOutput.DISCARD));
		WorkerCrashedException crash = (WorkerCrashedException) failureOf(pool.submit(() -> {
			for (int i = 0; i < 1_000; i++) {
				System.err.println("line " + i);
			}
			return InWorker.halt(1);
		}));
		assertThat(crash.exit().stderrTail()).hasSize(50).startsWith("line 950").endsWith("line 999");
	}

	@Test
	void tailOfLongLinesIsBoundedToo() {
		ProcessPool pool = pool(builder().output(WorkerOutput.DISCARD));
		WorkerCrashedException crash = (WorkerCrashedException) failureOf(pool.submit(() -> {
			for (int i = 0; i < 40; i++) {
				System.err.println("x".repeat(7_000));
			}
			System.err.println("the end");
			return InWorker.halt(1);
		}));
		assertThat(String.join("", crash.exit().stderrTail()).length()).isBetween(7_000, 64 * 1024);
		assertThat(crash.exit().stderrTail()).endsWith("the end");
	}

	@Test
	void inheritedOutputGoesToTheParentsOwn() {
		ByteArrayOutputStream seen = new ByteArrayOutputStream();
		PrintStream before = System.out;
		System.setOut(new PrintStream(seen, true, StandardCharsets.UTF_8));
		try {
			ProcessPool pool = pool(builder().output(WorkerOutput.INHERIT));
			pool.submit(() -> System.out.println("hello")).result(LONG);
			await().until(() -> seen.toString(StandardCharsets.UTF_8).contains("hello"));
			assertServes(pool);
		}
		finally {
			System.setOut(before);
		}
		assertThat(this.lines.all).isEmpty();
	}

	@Test
	void loggingThatFailsCostsItsLineAndNotTheWorker() {
		ProcessPool pool = pool();
		this.lines.failing = "fail";
		pool.submit(() -> {
			System.out.println("fail here");
			for (int i = 0; i < 100_000; i++) {
				System.out.println("more than a pipe holds");
			}
			System.out.println("the end");
		}).result(LONG);
		awaitLines("[" + pool.name() + "-1 out] the end");
		assertServes(pool);
	}

	@Test
	void consoleThatFailsCostsItsLineAndNotTheWorker() {
		PrintStream before = System.out;
		System.setOut(new PrintStream(new ByteArrayOutputStream()) {
			@Override
			public void println(String line) {
				throw new IllegalStateException("no console, on purpose");
			}
		});
		try {
			ProcessPool pool = pool(builder().output(WorkerOutput.INHERIT));
			pool.submit(() -> System.out.println("x".repeat(100_000))).result(LONG);
			assertServes(pool);
		}
		finally {
			System.setOut(before);
		}
	}

	private void awaitLines(String... wanted) {
		await().untilAsserted(() -> assertThat(List.copyOf(this.lines.all)).contains(wanted));
	}

	private static final class Lines extends AppenderBase<ILoggingEvent> {

		final List<String> all = Collections.synchronizedList(new ArrayList<>());

		volatile String failing = "no line says this";

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getFormattedMessage().contains(this.failing)) {
				throw new StackOverflowError("on purpose");
			}
			this.all.add(event.getFormattedMessage());
		}

	}

}
