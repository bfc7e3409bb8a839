package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class ApplicationCodeTests {

	@TempDir
	private Path directory;

	private Path jar;

	@BeforeEach
	void writeJar() throws IOException {
		this.jar = Files.writeString(this.directory.resolve("a.jar"), "one version");
		Files.setLastModifiedTime(this.jar, FileTime.fromMillis(1_000));
	}

	@Test
	void jarsThatAreAsTheyWereAreRun() {
		ApplicationCode code = code(this.jar, this.directory.resolve("missing.jar"));
		assertThatNoException().isThrownBy(code::requireUnchanged);
	}

	@Test
	void jarOfAnotherSizeIsNamed() throws IOException {
		ApplicationCode code = code(this.jar);
		Files.writeString(this.jar, "another version");
		Files.setLastModifiedTime(this.jar, FileTime.fromMillis(1_000));
		assertThatIOException().isThrownBy(code::requireUnchanged)
			.withMessageContainingAll(this.jar + " has been replaced since this application was started",
					"11 bytes of 1970-01-01T00:00:01Z, now 15 bytes", "restart the application");
	}

	@Test
	void jarOfAnotherTimeIsNamed() throws IOException {
		ApplicationCode code = code(this.jar);
		Files.setLastModifiedTime(this.jar, FileTime.fromMillis(2_000));
		assertThatIOException().isThrownBy(code::requireUnchanged).withMessageContaining("has been replaced");
	}

	@Test
	void jarThatWasDeletedIsNamedAndRunsWhenItIsBack() throws IOException {
		ApplicationCode code = code(this.jar);
		Path elsewhere = Files.move(this.jar, this.directory.resolve("old"));
		assertThatIOException().isThrownBy(code::requireUnchanged)
			.withMessageContaining(this.jar + " has been deleted");
		Files.move(elsewhere, this.jar);
		assertThatNoException().isThrownBy(code::requireUnchanged);
	}

	@Test
	void directoryOfClassesMayChange() throws IOException {
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		ApplicationCode code = code(classes);
		Files.writeString(classes.resolve("A.class"), "compiled anew");
		assertThatNoException().isThrownBy(code::requireUnchanged);
	}

	@Test
	void jarThatTheManifestOfTheOnlyOneNamesIsLookedAt() throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "missing.jar a.jar");
		Path main = this.directory.resolve("main.jar");
		new JarOutputStream(Files.newOutputStream(main), manifest).close();
		ApplicationCode code = code(main);
		assertThatNoException().isThrownBy(code::requireUnchanged);
		Files.writeString(this.jar, "another version");
		assertThatIOException().isThrownBy(code::requireUnchanged).withMessageContaining(this.jar.toString());
	}

	private static ApplicationCode code(Path... classPath) {
		return ApplicationCode
			.of(new ClassPathLayout(List.of(classPath).stream().map(Path::toString).toList(), "Main", List.of()));
	}

}
