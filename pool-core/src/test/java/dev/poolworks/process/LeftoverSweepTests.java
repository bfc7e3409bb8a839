package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import dev.poolworks.os.DirectoryLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a pool deletes of others when it makes its directory.
 */
class LeftoverSweepTests {

	@TempDir
	Path temporary;

	private Path own;

	@BeforeEach
	void makeOwn() throws IOException {
		this.own = Files.createDirectory(this.temporary.resolve("poolworks-1-own-1"));
	}

	@Test
	void directoryThatNobodyHoldsIsDeleted() throws IOException {
		Path left = marked("poolworks-2-other-1");
		Files.writeString(Files.createDirectory(left.resolve("w1-1")).resolve("ack"), "x");
		sweep();
		assertThat(left).doesNotExist();
		assertThat(this.own).exists();
	}

	@Test
	void youngDirectoryStays() throws IOException {
		Path young = marked("poolworks-2-other-1");
		Files.setLastModifiedTime(young.resolve("lock"), FileTime.from(Instant.now()));
		sweep();
		assertThat(young).exists();
	}

	@Test
	void directoryThatIsHeldStays() throws IOException {
		Path held = marked("poolworks-2-other-1");
		try (DirectoryLock lock = DirectoryLock.tryLock(held)) {
			assertThat(lock).isNotNull();
			Files.setLastModifiedTime(held.resolve("lock"), FileTime.from(Instant.EPOCH));
			sweep();
			assertThat(held).exists();
		}
		sweep();
		assertThat(held).doesNotExist();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void directoryWhoseMarkIsAPipeHoldsUpNobody() throws Exception {
		Path left = marked("poolworks-2-other-1");
		Path pipe = left.resolve("lock");
		Files.delete(pipe);
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		assertThat(new ProcessBuilder("touch", "-d", "@0", pipe.toString()).start().waitFor()).isZero();
		sweep();
		assertThat(left).exists();
	}

	@Test
	void whatIsNotOursStays() throws IOException {
		Path unmarked = Files.createDirectory(this.temporary.resolve("poolworks-3-unmarked"));
		Path sameProcess = marked("poolworks-1-own-2");
		Path foreign = marked("other-1");
		Path link = Files.createSymbolicLink(this.temporary.resolve("poolworks-4-link"), foreign);
		sweep();
		assertThat(unmarked).exists();
		assertThat(sameProcess).exists();
		assertThat(link).exists();
		assertThat(foreign).exists();
	}

	private void sweep() {
		LeftoverSweep.beside(this.own, "poolworks-1-own-");
	}

	private Path marked(String name) throws IOException {
		Path directory = Files.createDirectory(this.temporary.resolve(name));
		Path mark = Files.createFile(directory.resolve("lock"));
		Files.setLastModifiedTime(mark, FileTime.from(Instant.EPOCH));
		return directory;
	}

}
