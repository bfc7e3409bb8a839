package dev.poolworks.process;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.wire.Connection;
import dev.poolworks.wire.Frame;
import dev.poolworks.wire.Handshake;
import dev.poolworks.wire.Transport.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for one worker to connect and to prove, by a token that nobody else was told,
 * that it is the one expected. Whoever else connects is refused, and whoever connects and
 * says nothing holds up nobody: each is listened to by a thread of its own.
 */
final class Introduction {

	private static final Logger logger = LoggerFactory.getLogger(Introduction.class);

	private static final SecureRandom random = new SecureRandom();

	private static final int TOKEN_BYTES = 16;

	/** More silent ones at a time are not listened to: the oldest has to go. */
	private static final int MAX_CANDIDATES = 16;

	private final String worker;

	private final Endpoint endpoint;

	private final String token;

	private final Object lock = new Object();

	@GuardedBy("lock")
	private final Deque<Connection> candidates = new ArrayDeque<>();

	@GuardedBy("lock")
	private boolean ended;

	@GuardedBy("lock")
	private @Nullable Connection proven;

	@GuardedBy("lock")
	private int version;

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
		try {
			while (true) {
				consider(this.endpoint.accept());
			}
		}
		catch (IOException ex) {
			return proven(ex);
		}
		finally {
			end();
		}
	}

	/**
	 * The worker has ended: nobody is to be waited for any more. Connections that have
	 * proved theirs stay.
	 */
	void end() {
		Deque<Connection> silent;
		synchronized (this.lock) {
			this.ended = true;
			silent = new ArrayDeque<>(this.candidates);
			this.candidates.clear();
		}
		try {
			this.endpoint.close();
		}
		catch (IOException ex) {
			logger.debug("{}: its socket could not be closed", this.worker, ex);
		}
		silent.forEach(this::drop);
	}

	private Connection proven(IOException reason) throws IOException {
		Connection proven;
		int version;
		synchronized (this.lock) {
			proven = this.proven;
			version = this.version;
		}
		if (proven == null) {
			throw reason;
		}
		if (version != Handshake.VERSION) {
			drop(proven);
			throw new IOException("it speaks version " + version + " of the protocol, this is " + Handshake.VERSION
					+ "; use the same version of Poolworks on both sides");
		}
		return proven;
	}

	private void consider(Connection candidate) {
		Connection tooMuch = null;
		synchronized (this.lock) {
			if (this.ended) {
				tooMuch = candidate;
			}
			else {
				this.candidates.add(candidate);
				tooMuch = (this.candidates.size() > MAX_CANDIDATES) ? this.candidates.poll() : null;
			}
		}
		if (tooMuch != null) {
			drop(tooMuch);
		}
		if (tooMuch != candidate) {
			Thread listener = new Thread(() -> listen(candidate), this.worker + " introduction");
			listener.setDaemon(true);
			listener.start();
		}
	}

	private void listen(Connection candidate) {
		Frame frame = null;
		String failure = null;
		try {
			frame = candidate.receive(Handshake.MAX_HELLO_BYTES);
		}
		catch (IOException ex) {
			failure = ex.toString();
		}
		Handshake.Hello hello = Handshake.Hello.decode(frame);
		if (hello != null && hello.hasToken(this.token)) {
			prove(candidate, hello.version());
			return;
		}
		boolean ours;
		synchronized (this.lock) {
			ours = this.candidates.remove(candidate);
		}
		drop(candidate);
		if (frame == null && failure == null) {
			logger.debug("{}: somebody connected to its socket and left without a word", this.worker);
		}
		else if (ours) {
			logger.warn("{}: a stranger connected to its socket and was refused{}", this.worker,
					(failure != null) ? ": " + failure : "");
		}
	}

	private void prove(Connection candidate, int version) {
		boolean first;
		synchronized (this.lock) {
			first = this.candidates.remove(candidate) && this.proven == null;
			if (first) {
				this.proven = candidate;
				this.version = version;
			}
		}
		if (first) {
			end(); // ends accept
		}
		else {
			drop(candidate);
		}
	}

	private void drop(Connection candidate) {
		try {
			candidate.close();
			candidate.forget();
		}
		catch (IOException ex) {
			logger.debug("{}: a connection could not be closed", this.worker, ex);
		}
	}

}
