package dev.poolworks.process;

import java.nio.charset.StandardCharsets;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class ProcessFiguresTests {

	@Test
	void residentMemoryIsWhatTheSystemSaysWhateverTheSizeOfAPage() throws Exception {
		Process sleep = new ProcessBuilder("sleep", "600").start();
		try {
			Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(sleep.pid())).start();
			String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
			assertThat(ProcessFigures.rssBytes(sleep.pid())).isCloseTo(Long.parseLong(kilobytes) << 10,
					Assertions.withinPercentage(20));
		}
		finally {
			sleep.destroyForcibly();
		}
	}

	@Test
	void processThatHasEndedHasNoMemory() throws Exception {
		Process ended = new ProcessBuilder("true").start();
		ended.waitFor();
		assertThat(ProcessFigures.rssBytes(ended.pid())).isZero();
	}

}
