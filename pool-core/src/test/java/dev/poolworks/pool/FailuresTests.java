package dev.poolworks.pool;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTests {

	@ParameterizedTest
	@ValueSource(strings = { "java.lang.Thread", "javax.net.SocketFactory", "jdk.internal.misc.Unsafe",
			"sun.nio.fs.NativeBuffers", "com.sun.crypto.provider.AESCipher" })
	void placeIsTheFirstThatIsNotTheJdks(String platform) {
		assertThat(Failures.place(stack(platform, platform, "com.acme.Parser", "com.acme.Job")))
			.isEqualTo(" in com.acme.Parser.run(Unknown Source)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "javassist.Loader", "sunny.Day", "com.sunshine.Beach" })
	void namesThatOnlyBeginLikeTheJdksAreOthers(String other) {
		assertThat(Failures.place(stack(other, "com.acme.Job"))).isEqualTo(" in " + other + ".run(Unknown Source)");
	}

	@Test
	void placeIsUnknownWithoutAStack() {
		assertThat(Failures.place(null)).isEmpty();
		assertThat(Failures.place(stack("java.lang.Thread", "java.lang.Thread"))).isEmpty();
	}

	private static StackTraceElement[] stack(String... classes) {
		return Stream.of(classes)
			.map((name) -> new StackTraceElement(name, "run", null, -1))
			.toArray(StackTraceElement[]::new);
	}

}
