package dev.poolworks.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Deletes whatever a task has made of its directory.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DisabledOnOs(OS.WINDOWS)
class FileTreeTests {

	@TempDir
	Path temporary;

	private Path tree;

	private Path kept;

	@BeforeEach
	void make() throws IOException {
		this.tree = Files.createDirectory(this.temporary.resolve("tree"));
		this.kept = null;
	}

	@AfterEach
	void release() throws Exception {
		if (this.kept != null) {
			new ProcessBuilder("chattr", "-i", this.kept.toString()).start().waitFor();
		}
	}

	@Test
	void directoryThatIsMissingIsNoError() throws IOException {
		FileTree.delete(this.temporary.resolve("missing"));
		FileTree.delete(this.tree);
		assertThat(this.tree).doesNotExist();
	}

	@Test
	void linksAreDeletedAndNotFollowed() throws IOException {
		Path outside = Files.createDirectory(this.temporary.resolve("outside"));
		Path file = Files.writeString(outside.resolve("file"), "x");
		Files.createSymbolicLink(this.tree.resolve("directory"), outside);
		Files.createSymbolicLink(Files.createDirectory(this.tree.resolve("below")).resolve("file"), file);
		Files.createSymbolicLink(this.tree.resolve("loop"), this.tree);
		Files.createSymbolicLink(this.tree.resolve("nowhere"), Path.of("nowhere"));
		FileTree.delete(this.tree);
		assertThat(this.tree).doesNotExist();
		assertThat(file).hasContent("x");
		Path link = Files.createSymbolicLink(this.temporary.resolve("link"), outside);
		FileTree.delete(link);
		assertThat(link).doesNotExist();
		assertThat(file).exists();
	}

	@Test
	void directoriesThatNobodyMayEnterGoToo() throws IOException {
		Path closed = Files.createDirectories(this.tree.resolve("a").resolve("b"));
		Files.writeString(closed.resolve("file"), "x");
		for (Path directory : new Path[] { closed, closed.getParent(), this.tree }) {
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
		}
		FileTree.delete(this.tree);
		assertThat(this.tree).doesNotExist();
	}

	@Test
	void treeThatIsDeeperThanAnyPathIsLongGoesToo() throws IOException {
		Path deepest = Files.createDirectory(this.temporary.resolve("level0"));
		Files.writeString(deepest.resolve("file"), "x");
		for (int level = 1; level <= 6_000; level++) {
			Path above = Files.createDirectory(this.temporary.resolve("level" + level));
			Files.move(deepest, above.resolve("d"));
			deepest = above;
		}
		Files.move(deepest, this.tree.resolve("deep"));
		FileTree.delete(this.tree);
		assertThat(this.tree).doesNotExist();
	}

	@Test
	void hugeNumbersOfFilesAndOddNamesGoToo() throws IOException {
		for (int i = 0; i < 20_000; i++) {
			Files.createFile(this.tree.resolve("f" + i));
		}
		for (int i = 0; i < 2_000; i++) {
			Files.createDirectory(this.tree.resolve("d" + i));
		}
		for (String name : new String[] { "-rf", " ", "a\nb", "*", "...", "\"'$HOME`", "x".repeat(255) }) {
			Files.createFile(Files.createDirectory(this.tree.resolve(name)).resolve(name));
		}
		FileTree.delete(this.tree);
		assertThat(this.tree).doesNotExist();
	}

	@Test
	void fileThatCannotBeDeletedDoesNotKeepTheOthers() throws Exception {
		Path below = Files.createDirectories(this.tree.resolve("a").resolve("b"));
		for (int i = 0; i < 10; i++) {
			Files.writeString(below.resolve("file" + i), "x");
			Files.writeString(this.tree.resolve("file" + i), "x");
		}
		this.kept = this.tree.resolve("file5");
		Assumptions.assumeTrue(new ProcessBuilder("chattr", "+i", this.kept.toString()).start().waitFor() == 0,
				"a file that even its owner cannot delete can be made here");
		assertThatIOException().isThrownBy(() -> FileTree.delete(this.tree)).withMessageContaining("file5");
		assertThat(this.tree).isDirectoryNotContaining((file) -> !file.equals(this.kept));
	}

}
