package dev.poolworks.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.poolworks.TaskProgress;
import dev.poolworks.wire.Handshake.Hello;
import dev.poolworks.wire.Handshake.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class HandshakeTests {

	@Test
	void helloArrivesAsItWas() {
		Hello hello = new Hello(3, 4711, "secret");
		assertThat(Hello.decode(new Frame(FrameType.HELLO, 0, hello.encode()))).isEqualTo(hello);
	}

	@Test
	void onlyTheRightTokenOpens() {
		Hello hello = new Hello(Handshake.VERSION, 1, "secret");
		assertThat(hello.hasToken("secret")).isTrue();
		assertThat(hello.hasToken("secres")).isFalse();
		assertThat(hello.hasToken("secret2")).isFalse();
		assertThat(hello.hasToken("")).isFalse();
	}

	@Test
	void frameThatIsNoHelloIsNone() {
		assertThat(Hello.decode(null)).isNull();
		assertThat(Hello.decode(new Frame(FrameType.READY, 0, new Hello(1, 1, "x").encode()))).isNull();
		assertThat(Hello.decode(new Frame(FrameType.HELLO, 0, new byte[11]))).isNull();
		assertThat(Hello.decode(new Frame(FrameType.HELLO, 0, new byte[Handshake.MAX_HELLO_BYTES + 1]))).isNull();
	}

	@Test
	void setupArrivesAsItWas() throws IOException {
		Map<String, String> properties = Map.of("a", "1", "naïve", "☃", "long", "x".repeat(100_000), "empty", "");
		Setup setup = new Setup("render", "render-1", 1L << 40, properties, Map.of("ttl", "7"), new byte[] { 1, 2, 3 });
		Setup copy = Setup.decode(setup.encode());
		assertThat(copy.pool()).isEqualTo("render");
		assertThat(copy.worker()).isEqualTo("render-1");
		assertThat(copy.maxPayloadBytes()).isEqualTo(1L << 40);
		assertThat(copy.properties()).isEqualTo(properties);
		assertThat(copy.initializers()).containsExactly(1, 2, 3);
	}

	@ParameterizedTest
	@MethodSource("spoiltSetups")
	void spoiltSetupIsAnIOException(byte[] bytes) {
		assertThatIOException().isThrownBy(() -> Setup.decode(bytes));
	}

	static List<byte[]> spoiltSetups() throws IOException {
		byte[] whole = new Setup("p", "w", 1, Map.of("key", "value"), Map.of(), new byte[0]).encode();
		byte[] negativeCount = whole.clone();
		negativeCount[14] = -1;
		byte[] negativeLength = whole.clone();
		negativeLength[18] = -1;
		byte[] longLength = whole.clone();
		longLength[18] = 127;
		return List.of(new byte[0], Arrays.copyOf(whole, 5), Arrays.copyOf(whole, whole.length - 2), negativeCount,
				negativeLength, longLength);
	}

	@Test
	void progressArrivesAsItWas() throws IOException {
		for (String message : Arrays.asList(null, "", "page 3", "☃")) {
			TaskProgress progress = new TaskProgress(3, 10, message);
			assertThat(ProgressCodec.decode(ProgressCodec.encode(progress))).isEqualTo(progress);
		}
	}

	@Test
	void longProgressMessageIsCut() throws IOException {
		TaskProgress progress = ProgressCodec.decode(ProgressCodec.encode(new TaskProgress(1, 2, "x".repeat(5_000))));
		assertThat(progress.message()).hasSize(1_000);
	}

	@Test
	void spoiltProgressIsAnIOException() {
		assertThatIOException().isThrownBy(() -> ProgressCodec.decode(new byte[16]));
	}

}
