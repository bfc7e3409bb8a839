package dev.poolworks.process;

import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InheritedArgumentsTests {

	private final Properties properties = new Properties();

	@ParameterizedTest
	@ValueSource(strings = { "-ea", "-da:com.acme...", "-esa", "-disableassertions", "--enable-preview", "-Xss16m",
			"-XX:ThreadStackSize=16384", "-XX:ActiveProcessorCount=5", "-Xbootclasspath/a:/opt/agent.jar",
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
			"--add-reads=java.base=java.sql", "--add-modules=java.sql", "--add-modules=ALL-SYSTEM",
			"--enable-native-access=ALL-UNNAMED", "--patch-module=java.base=/opt/patch" })
	void optionThatDecidesHowCodeBehavesIsInherited(String argument) {
		assertThat(InheritedArguments.of(List.of(argument), this.properties)).containsExactly(argument);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx1g", "-Xms1g", "-XX:+UseG1GC", "-XX:MaxMetaspaceSize=200m", "-Xrs", "-Xlog:gc",
			"-javaagent:/opt/agent.jar", "-agentlib:jdwp=transport=dt_socket,address=5005", "-agentpath:/opt/agent.so",
			"-Xdebug", "-Xrunjdwp:transport=dt_socket", "-XX:OnOutOfMemoryError=reboot", "-XX:SharedArchiveFile=/a.jsa",
			"--module-path=/mods", "--upgrade-module-path=/mods", "--limit-modules=java.base",
			"--add-modules=ALL-MODULE-PATH", "--add-modules=com.acme.app",
			"--add-opens=com.acme.app/com.acme=ALL-UNNAMED", "--add-reads=com.acme.app=java.sql",
			"--patch-module=com.acme.app=/opt/patch" })
	void optionAboutMemoryOrThisJvmAloneIsNot(String argument) {
		assertThat(InheritedArguments.of(List.of(argument), this.properties)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "--add-opens=java.base/java.lang=com.acme.app,--add-opens=java.base/java.lang=ALL-UNNAMED",
			"'--add-exports=java.base/sun.nio.ch=com.acme.app,java.sql',"
					+ "'--add-exports=java.base/sun.nio.ch=ALL-UNNAMED,java.sql'",
			"'--add-modules=com.acme.app,java.sql',--add-modules=java.sql",
			"--enable-native-access=com.acme.app,--enable-native-access=ALL-UNNAMED" })
	void modulesOfTheApplicationAreTheUnnamedOneOfWorkers(String argument, String inherited) {
		assertThat(InheritedArguments.of(List.of(argument), this.properties)).containsExactly(inherited);
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.net.preferIPv4Stack", "java.security.properties", "user.home", "user.name",
			"user.dir", "line.separator", "file.encoding", "sun.jnu.encoding", "java.library.path", "jdk.serialFilter",
			"java.util.concurrent.ForkJoinPool.common.parallelism", "com.acme.setting", "spring.profiles.active",
			"java.util.logging.config.file", "javax.net.ssl.trustStore", "jna.tmpdir" })
	void propertyOfTheCommandLineIsInherited(String name) {
		this.properties.setProperty(name, "value");
		assertThat(InheritedArguments.of(List.of("-D" + name + "=value"), this.properties))
			.containsExactly("-D" + name + "=value");
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.sun.management.jmxremote", "com.sun.management.jmxremote.port", "java.io.tmpdir",
			"loader.main", "loader.path", "java.class.path", "java.system.class.loader", "java.home", "jdk.module.main",
			"jdk.module.path", "java.awt.headless", "spring.devtools.restart.enabled", "stdout.encoding",
			"stderr.encoding", "sun.stdout.encoding", "sun.stderr.encoding", "stdin.encoding", "sun.java.command",
			"surefire.real.class.path", "jacoco-agent.destfile", "basedir", "localRepository", "user.timezone",
			"user.language", "user.country.format", "user.variant.display", "user.script", "user.region",
			"user.extensions" })
	void propertyThatWorkersHaveOfTheirOwnIsNot(String name) {
		this.properties.setProperty(name, "value");
		assertThat(InheritedArguments.of(List.of("-D" + name + "=value"), this.properties)).isEmpty();
	}

	@Test
	void propertyThatWasClearedIsNot() {
		assertThat(InheritedArguments.of(List.of("-Dcleared=value"), this.properties)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Dflag", "-Dempty=", "-Dequals=a=b", "-Dlines=one\ntwo" })
	void propertyIsInheritedAsItIs(String argument) {
		this.properties.setProperty(argument.substring(2).replaceFirst("(?s)=.*", ""), "");
		assertThat(InheritedArguments.of(List.of(argument), this.properties)).containsExactly(argument);
	}

}
