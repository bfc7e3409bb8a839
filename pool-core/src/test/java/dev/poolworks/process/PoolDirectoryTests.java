package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import dev.poolworks.os.FileTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Where workers have their files.
 */
class PoolDirectoryTests {

	private final PoolDirectory directory = new PoolDirectory();

	@AfterEach
	void delete() {
		this.directory.delete();
	}

	@Test
	void eachWorkerHasADirectoryOfItsOwn() throws IOException {
		Path first = this.directory.create(1);
		Path second = this.directory.create(1);
		assertThat(first).isEmptyDirectory().isNotEqualTo(second);
		this.directory.delete();
		assertThat(first.getParent()).doesNotExist();
		assertThatIOException().isThrownBy(() -> this.directory.create(1));
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void onlyTheOwnerMayEnter() throws IOException {
		Path parent = this.directory.create(1).getParent();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent))).isEqualTo("rwx------");
	}

	@Test
	void directoryThatSomebodyHasDeletedIsMadeAgain() throws IOException {
		Path first = this.directory.create(1);
		FileTree.delete(first.getParent());
		Path second = this.directory.create(1);
		assertThat(second).isEmptyDirectory();
		this.directory.delete();
		assertThat(second.getParent()).doesNotExist();
	}

}
