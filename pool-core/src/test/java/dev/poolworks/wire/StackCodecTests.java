package dev.poolworks.wire;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stack traces on their way.
 */
class StackCodecTests {

	private static final StackTraceElement FRAME = new StackTraceElement("com.acme.Pages", "render", "Pages.java", 42);

	@Test
	void framesArriveAsTheyWere() throws FrameException {
		StackTraceElement[] frames = { FRAME, new StackTraceElement("com.acme.Natives", "call", null, -2) };
		assertThat(StackCodec.decode(StackCodec.encode(frames))).containsExactly(frames);
		assertThat(StackCodec.decode(StackCodec.encode(new StackTraceElement[0]))).isEmpty();
	}

	@Test
	void deepStackIsCut() throws FrameException {
		StackTraceElement[] frames = new StackTraceElement[2_000];
		Arrays.fill(frames, FRAME);
		assertThat(StackCodec.decode(StackCodec.encode(frames))).hasSize(1_024).containsOnly(FRAME);
	}

	@Test
	void longNameIsCut() throws FrameException {
		StackTraceElement longest = new StackTraceElement("c".repeat(1_000), "m", "f", 1);
		StackTraceElement longer = new StackTraceElement("c".repeat(1_001), "m", "f", 1);
		StackTraceElement[] decoded = StackCodec.decode(StackCodec.encode(new StackTraceElement[] { longest, longer }));
		assertThat(decoded[0]).isEqualTo(longest);
		assertThat(decoded[1].getClassName()).isEqualTo("c".repeat(1_000) + "...");
	}

	@Test
	void moreFramesThanAreEverSentAreRefused() {
		byte[] frame = StackCodec.encode(new StackTraceElement[] { FRAME });
		byte[] bytes = new byte[(frame.length - 1) * 1_025];
		for (int i = 0; i < 1_025; i++) {
			System.arraycopy(frame, 0, bytes, i * (frame.length - 1), frame.length - 1);
		}
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> StackCodec.decode(bytes))
			.withMessageContaining("out of bounds");
	}

	@Test
	void truncatedStackIsRefused() {
		byte[] bytes = StackCodec.encode(new StackTraceElement[] { FRAME });
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> StackCodec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
			.withMessageContaining("spoilt");
	}

}
