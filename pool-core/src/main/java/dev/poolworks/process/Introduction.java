package dev.poolworks.process;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;

import dev.poolworks.wire.Connection;
import dev.poolworks.wire.Frame;
import dev.poolworks.wire.FrameException;
import dev.poolworks.wire.Handshake;
import dev.poolworks.wire.Transport.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for one worker to connect and to prove, by a token that nobody else was told,
 * that it is the one expected. Whoever else connects is refused.
 */
final class Introduction {

	private static final Logger logger = LoggerFactory.getLogger(Introduction.class);

	private static final SecureRandom random = new SecureRandom();

	private static final int TOKEN_BYTES = 16;

	private final String worker;

	private final Endpoint endpoint;

	private final String token;

	private @Nullable Connection candidate;

	private boolean ended;

	Introduction(String worker, Endpoint endpoint) {
		this.worker = worker;
		this.endpoint = endpoint;
		byte[] secret = new byte[TOKEN_BYTES];
		random.nextBytes(secret);
		this.token = HexFormat.of().formatHex(secret);
	}

	/**
	 * What the worker is to be told by standard input.
	 * @return the token
	 */
	String token() {
		return this.token;
	}

	/**
	 * Waits for the worker.
	 * @return the connection to it
	 * @throws IOException if it speaks another version, or after {@link #end()}
	 */
	Connection await() throws IOException {
		while (true) {
			Connection candidate = this.endpoint.accept();
			consider(candidate);
			Handshake.Hello hello = hello(candidate);
			if (hello != null && hello.hasToken(this.token)) {
				if (hello.version() != Handshake.VERSION) {
					candidate.close();
					throw new IOException("it speaks version " + hello.version() + " of the protocol, this is "
							+ Handshake.VERSION + "; use the same version of Poolworks on both sides");
				}
				consider(null);
				return candidate;
			}
			candidate.close();
			logger.warn("{}: a stranger connected to its socket and was refused", this.worker);
		}
	}

	/**
	 * The worker has ended: nobody is to be waited for any more. Connections that have
	 * proved theirs stay.
	 */
	synchronized void end() {
		this.ended = true;
		try {
			this.endpoint.close();
			if (this.candidate != null) {
				this.candidate.close();
			}
		}
		catch (IOException ex) {
			logger.debug("{}: its socket could not be closed", this.worker, ex);
		}
	}

	private synchronized void consider(@Nullable Connection candidate) throws IOException {
		this.candidate = candidate;
		if (this.ended && candidate != null) {
			candidate.close();
		}
	}

	private static Handshake.@Nullable Hello hello(Connection candidate) throws IOException {
		try {
			Frame frame = candidate.receive(Handshake.MAX_HELLO_BYTES);
			return Handshake.Hello.decode(frame);
		}
		catch (FrameException ex) {
			return null;
		}
	}

}
