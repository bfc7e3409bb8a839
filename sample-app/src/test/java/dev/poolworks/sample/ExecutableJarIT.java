package dev.poolworks.sample;

import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExecutableJarIT {

	@Test
	void startsTheApplicationThroughTheLoader() throws IOException {
		try (JarFile jar = new JarFile(System.getProperty("sample.jar"))) {
			Attributes manifest = jar.getManifest().getMainAttributes();
			assertThat(manifest.getValue("Main-Class")).isEqualTo("org.springframework.boot.loader.launch.JarLauncher");
			assertThat(manifest.getValue("Start-Class")).isEqualTo(SampleApplication.class.getName());
			assertThat(jar.getEntry("org/springframework/boot/loader/launch/PropertiesLauncher.class")).isNotNull();
		}
	}

}
