package dev.poolworks.process;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ApplicationPropertiesTests {

	@ParameterizedTest
	@ValueSource(strings = { "file.upload.dir", "path.to.model", "os.family", "user.home", "line.separator",
			"java.net.preferIPv4Stack", "jdk.httpclient.keepalive.timeout", "sun.net.client.defaultConnectTimeout",
			"javax.net.ssl.trustStore", "line.color", "spring.profiles.active" })
	void propertiesOfTheApplicationTravel(String name) {
		String before = System.getProperty(name);
		System.setProperty(name, "value");
		try {
			assertThat(ApplicationProperties.now()).containsEntry(name, "value");
		}
		finally {
			if (before != null) {
				System.setProperty(name, before);
			}
			else {
				System.clearProperty(name);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.class.path", "java.home", "java.version", "java.vm.name", "java.io.tmpdir",
			"os.name", "user.dir", "file.separator", "sun.java.command", "surefire.test.class.path", "loader.main",
			"com.sun.management.jmxremote.port", "user.timezone", "user.language.format",
			"spring.devtools.restart.enabled" })
	void propertiesOfThisJvmAloneDoNotTravel(String name) {
		String before = System.getProperty(name);
		try {
			System.setProperty(name, (before != null) ? before : "value");
			assertThat(ApplicationProperties.now()).doesNotContainKey(name);
		}
		finally {
			if (before == null) {
				System.clearProperty(name);
			}
		}
	}

}
