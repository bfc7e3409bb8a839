package dev.poolworks.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ControlPipeTests {

	@Test
	void linesComeOneByOne() throws IOException {
		ControlPipe pipe = new ControlPipe(input("token\ninterrupt 7\n"), false);
		assertThat(pipe.readLine()).isEqualTo("token");
		assertThat(pipe.readLine()).isEqualTo("interrupt 7");
		assertThat(pipe.readLine()).isNull();
	}

	@Test
	void lineThatIsCutOffIsNone() throws IOException {
		assertThat(new ControlPipe(input("interr"), false).readLine()).isNull();
	}

	@Test
	void sharedPipeThatSomebodyMadeNonBlockingIsLookedAtAgain() throws IOException {
		ControlPipe pipe = new ControlPipe(new NonBlocking(input("interrupt 7\nstop\n")), true);
		assertThat(pipe.readLine()).isEqualTo("interrupt 7");
		assertThat(pipe.readLine()).isEqualTo("stop");
	}

	@Test
	void pipeOfItsOwnThatIsBrokenIsBroken() {
		ControlPipe pipe = new ControlPipe(new NonBlocking(input("stop\n")), false);
		assertThatIOException().isThrownBy(pipe::readLine).withMessage("Resource temporarily unavailable");
	}

	private static InputStream input(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
	}

	/** Has nothing every other time, and then one byte. */
	private static final class NonBlocking extends InputStream {

		private final InputStream in;

		private int calls;

		NonBlocking(InputStream in) {
			this.in = in;
		}

		@Override
		public int read() throws IOException {
			return this.in.read();
		}

		@Override
		public int read(byte[] bytes, int from, int length) throws IOException {
			if (this.calls++ % 2 == 0) {
				throw new IOException("Resource temporarily unavailable");
			}
			return this.in.read(bytes, from, 1);
		}

	}

}
