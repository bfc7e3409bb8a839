package dev.poolworks.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What is said before the first task.
 */
public final class Handshake {

	/** Version of the protocol; both sides must have the same. */
	public static final int VERSION = 1;

	/** Largest frame before the worker has proved that it is the one expected. */
	public static final int MAX_HELLO_BYTES = 1024;

	private Handshake() {
	}

	/**
	 * The worker's first frame.
	 *
	 * @param version of the protocol it speaks
	 * @param pid its process
	 * @param token the secret it was given by standard input
	 */
	public record Hello(int version, long pid, String token) {

		public byte[] encode() {
			byte[] secret = this.token.getBytes(StandardCharsets.US_ASCII);
			return ByteBuffer.allocate(12 + secret.length).putInt(this.version).putLong(this.pid).put(secret).array();
		}

		/**
		 * Decodes a first frame.
		 * @param frame a frame or {@code null}
		 * @return the hello; {@code null} if the frame is none
		 */
		public static @Nullable Hello decode(@Nullable Frame frame) {
			if (frame == null || frame.type() != FrameType.HELLO || frame.body().length < 12
					|| frame.body().length > MAX_HELLO_BYTES) {
				return null;
			}
			ByteBuffer in = ByteBuffer.wrap(frame.body());
			int version = in.getInt();
			long pid = in.getLong();
			byte[] secret = new byte[in.remaining()];
			in.get(secret);
			return new Hello(version, pid, new String(secret, StandardCharsets.US_ASCII));
		}

		/**
		 * Whether this comes from the worker that was given the token. Takes the same
		 * time for every wrong token.
		 * @param expected the token
		 * @return whether it is the same
		 */
		public boolean hasToken(String expected) {
			return MessageDigest.isEqual(this.token.getBytes(StandardCharsets.US_ASCII),
					expected.getBytes(StandardCharsets.US_ASCII));
		}

	}

	/**
	 * What a worker needs before its first task.
	 *
	 * @param pool the pool's name
	 * @param worker the worker's name
	 * @param maxPayloadBytes largest value
	 * @param properties system properties
	 * @param securityProperties properties of {@link java.security.Security}
	 * @param initializers encoded initializers, decoded after the properties are set
	 */
	public record Setup(String pool, String worker, long maxPayloadBytes, Map<String, String> properties,
			Map<String, String> securityProperties, byte[] initializers) {

		public byte[] encode() throws IOException {
			PayloadBuffer buffer = new PayloadBuffer(Integer.MAX_VALUE, "setup");
			DataOutputStream out = new DataOutputStream(buffer);
			out.writeUTF(this.pool);
			out.writeUTF(this.worker);
			out.writeLong(this.maxPayloadBytes);
			writeProperties(out, this.properties);
			writeProperties(out, this.securityProperties);
			out.write(this.initializers);
			return buffer.toByteArray();
		}

		public static Setup decode(byte[] bytes) throws IOException {
			DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
			String pool = in.readUTF();
			String worker = in.readUTF();
			long maxPayloadBytes = in.readLong();
			Map<String, String> properties = readProperties(in);
			Map<String, String> securityProperties = readProperties(in);
			return new Setup(pool, worker, maxPayloadBytes, properties, securityProperties, in.readAllBytes());
		}

		private static void writeProperties(DataOutputStream out, Map<String, String> properties) throws IOException {
			out.writeInt(properties.size());
			for (Map.Entry<String, String> property : properties.entrySet()) {
				writeText(out, property.getKey());
				writeText(out, property.getValue());
			}
		}

		private static Map<String, String> readProperties(DataInputStream in) throws IOException {
			int size = in.readInt();
			if (size < 0) {
				throw new FrameException("a setup says it has " + size + " properties");
			}
			Map<String, String> properties = new TreeMap<>();
			for (int i = 0; i < size; i++) {
				String key = readText(in);
				properties.put(key, readText(in));
			}
			return properties;
		}

		private static void writeText(DataOutputStream out, String text) throws IOException {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			out.writeInt(bytes.length);
			out.write(bytes);
		}

		private static String readText(DataInputStream in) throws IOException {
			int length = in.readInt();
			if (length < 0 || length > in.available()) {
				throw new FrameException("a property says it has " + length + " bytes of " + in.available());
			}
			return new String(in.readNBytes(length), StandardCharsets.UTF_8);
		}

	}

}
