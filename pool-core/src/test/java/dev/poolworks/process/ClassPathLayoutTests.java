package dev.poolworks.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClassPathLayoutTests {

	private static final String MAIN = "dev.poolworks.worker.WorkerMain";

	private static final String PLAIN_LOADER = "jdk.internal.loader.ClassLoaders$AppClassLoader";

	private static final String BOOT_LOADER = "org.springframework.boot.loader.launch.LaunchedClassLoader";

	private static final String BOOT_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	private final Properties system = new Properties();

	@Test
	void plainClassPathIsTakenWithAbsoluteEntries() {
		classPath("/app/classes", "lib/a.jar", "", "with blank/\"quoted\".jar");
		ClassPathLayout layout = detect("file:/app/classes/", PLAIN_LOADER);
		assertThat(layout.mainClass()).isEqualTo(MAIN);
		assertThat(layout.properties()).isEmpty();
		assertThat(layout.classPath()).containsExactly("/app/classes", absolute("lib/a.jar"), absolute(""),
				absolute("with blank/\"quoted\".jar"));
	}

	@Test
	void jarThatIsNamedRelativelyIsFound() {
		classPath("app.jar");
		assertThat(detect("file:/app/app.jar", PLAIN_LOADER).classPath()).containsExactly(absolute("app.jar"));
	}

	@Test
	void classPathOfTheTestsIsTakenWhereSurefireHidesItInAJar() {
		classPath("/target/surefirebooter.jar");
		this.system.setProperty("surefire.test.class.path", "/a/classes" + File.pathSeparator + "/b.jar");
		assertThat(detect("file:/a/classes/", PLAIN_LOADER).classPath()).containsExactly("/a/classes", "/b.jar");
	}

	@Test
	void modulesAreTakenOntoTheClassPath() {
		classPath("/app/rest.jar");
		this.system.setProperty("jdk.module.path", "mods/a.jar" + File.pathSeparator + "/mods/b.jar");
		assertThat(detect("file:/mods/b.jar", PLAIN_LOADER).classPath()).containsExactly(absolute("mods/a.jar"),
				"/mods/b.jar", "/app/rest.jar");
	}

	@Test
	void modulesAloneLeaveTheClassPathEmpty() {
		classPath();
		this.system.setProperty("jdk.module.path", "/mods");
		assertThat(detect("file:/mods/core.jar", PLAIN_LOADER).classPath()).containsExactly("/mods");
	}

	@Test
	void directoryOfModulesIsLookedInto(@TempDir Path modules) throws IOException {
		Path jar = Files.createFile(modules.resolve("b.jar"));
		Path exploded = Files.createDirectory(modules.resolve("a"));
		Files.createFile(exploded.resolve("module-info.class"));
		Files.createFile(modules.resolve("readme.txt"));
		classPath();
		this.system.setProperty("jdk.module.path", modules + File.pathSeparator + exploded);
		assertThat(detect("file:/mods/core.jar", PLAIN_LOADER).classPath()).containsExactly(exploded.toString(),
				jar.toString(), exploded.toString());
	}

	@ParameterizedTest
	@CsvSource({ "jar:nested:/srv/app.jar/!BOOT-INF/lib/pool-core.jar!/,/srv/app.jar",
			"jar:nested:/srv/my%20app/a+b.jar/!BOOT-INF/lib/pool-core.jar!/,/srv/my app/a+b.jar",
			"jar:nested:/srv/%c3%bc.jar/!BOOT-INF/classes/!/,/srv/ü.jar" })
	void executableJarIsStartedByItsLauncher(String location, String jar) {
		classPath("app.jar");
		ClassPathLayout layout = detect(location, BOOT_LOADER);
		assertThat(layout.mainClass()).isEqualTo(BOOT_LAUNCHER);
		assertThat(layout.classPath()).containsExactly(jar);
		assertThat(layout.properties()).containsExactly("-Dloader.main=" + MAIN);
	}

	@Test
	void jarExtractedWithItsLauncherIsStartedByThat() {
		classPath(".");
		ClassPathLayout layout = detect("file:/srv/app/BOOT-INF/lib/pool-core.jar", BOOT_LOADER);
		assertThat(layout.mainClass()).isEqualTo(BOOT_LAUNCHER);
		assertThat(layout.classPath()).containsExactly(absolute("."));
	}

	@Test
	void jarExtractedWithoutItsLauncherIsAPlainClassPath() {
		classPath("/srv/app/app.jar", "/srv/app/lib/pool-core.jar");
		ClassPathLayout layout = detect("file:/srv/app/lib/pool-core.jar", PLAIN_LOADER);
		assertThat(layout.mainClass()).isEqualTo(MAIN);
		assertThat(layout.classPath()).containsExactly("/srv/app/app.jar", "/srv/app/lib/pool-core.jar");
	}

	@Test
	void furtherPathOfTheLauncherIsPassedOn() {
		classPath("app.jar");
		this.system.setProperty("loader.path", "/srv/plugins");
		assertThat(detect("jar:nested:/srv/app.jar/!BOOT-INF/lib/pool-core.jar!/", BOOT_LOADER).properties())
			.containsExactly("-Dloader.main=" + MAIN, "-Dloader.path=/srv/plugins");
	}

	@Test
	void layoutOfThisJvmHasTheWorker() throws Exception {
		ClassPathLayout layout = ClassPathLayout.detect(Class.forName(MAIN));
		assertThat(layout.mainClass()).isEqualTo(MAIN);
		assertThat(layout.classPath()).isNotEmpty().allSatisfy((entry) -> assertThat(Path.of(entry)).isAbsolute());
	}

	private void classPath(String... entries) {
		this.system.setProperty("java.class.path", String.join(File.pathSeparator, List.of(entries)));
	}

	private ClassPathLayout detect(String location, String loader) {
		return ClassPathLayout.detect(MAIN, location, loader, this.system);
	}

	private static String absolute(String path) {
		return Path.of(path).toAbsolutePath().toString();
	}

}
