package dev.poolworks.process;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import com.thirdparty.Gadget;
import dev.poolworks.wire.FailureCodec;
import dev.poolworks.wire.Handshake;
import dev.poolworks.wire.MemoryBomb;
import dev.poolworks.wire.ValueCodec;

/**
 * The program of a worker that answers its first task with what is no answer.
 */
final class FakeWorker {

	private static final int HELLO = 1;

	private static final int READY = 3;

	private static final int START_FAILED = 4;

	private static final int RESULT = 6;

	private static final int FAILURE = 7;

	private static final int ITEM_RESULT = 8;

	private static final long JOINED = 0x4a4f494e4544L;

	private static final int PROGRESS = 10;

	private static final int STACK = 12;

	/** The tag of a value that is serialized as Java does it. */
	private static final byte SERIALIZED = 8;

	private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);

	private final FileChannel acknowledgements;

	private FakeWorker(String socket) throws IOException {
		this.acknowledgements = FileChannel.open(Path.of(socket).resolveSibling("ack"), StandardOpenOption.WRITE);
		this.acknowledgements.write(number(JOINED), 64);
	}

	/**
	 * Speaks the protocol up to the first task.
	 * @param arguments how to answer, and the file of arguments for {@code java}
	 * @throws IOException if the pool closes the connection
	 */
	public static void main(String[] arguments) throws IOException {
		List<String> lines = Files.readAllLines(Path.of(arguments[1]));
		String address = lines.get(lines.size() - 1).replace("\"", "");
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		String socket = address.substring("unix:".length(), address.lastIndexOf('#'));
		new FakeWorker(socket).run(socket, in.readLine(), arguments[0]);
	}

	private void run(String address, String token, String answer) throws IOException {
		this.channel.connect(UnixDomainSocketAddress.of(address));
		if (answer.startsWith("at hello ")) {
			breakProtocol(answer.substring("at hello ".length()), 0);
			return;
		}
		int version = answer.equals("version") ? 99 : Handshake.VERSION;
		send(HELLO, 0, new Handshake.Hello(version, InWorker.pid(), token).encode());
		receive();
		send(READY, 0, new byte[0]);
		if (answer.startsWith("idle ")) {
			breakProtocol(answer.substring("idle ".length()), 1);
			LockSupport.parkUntil(Long.MAX_VALUE);
		}
		long task = receive();
		if (!answer.startsWith("unacknowledged")) {
			this.acknowledgements.write(number(task), 0);
		}
		if (answer.startsWith("at the end ")) {
			send(RESULT, task, new byte[] { 1 });
			receive();
			breakProtocol(answer.substring("at the end ".length()), task);
		}
		else {
			breakProtocol(answer, task);
		}
		LockSupport.parkUntil(Long.MAX_VALUE);
	}

	private void breakProtocol(String answer, long task) throws IOException {
		switch (answer) {
			case "garbage" -> write("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			case "oversized" -> write(header(1_000_000_000, RESULT, task));
			case "negative" -> write(header(-5, RESULT, task));
			case "unknown type" -> write(header(9, 77, task));
			case "truncated" -> {
				write(header(1_000, RESULT, task));
				write(new byte[10]);
				this.channel.close();
			}
			case "closed", "unacknowledged" -> this.channel.close();
			case "another task" -> send(RESULT, task + 1, new byte[] { 0 });
			case "twice" -> {
				send(RESULT, task, new byte[] { 1 });
				send(RESULT, task, new byte[] { 1 });
			}
			case "out of place" -> send(HELLO, 0, new byte[0]);
			case "item of no items" -> send(ITEM_RESULT, task, new byte[] { 0 });
			case "one item more" -> {
				for (int i = 0; i < 3; i++) {
					send(ITEM_RESULT, task, new byte[] { 1 });
				}
			}
			case "items without end" -> {
				while (true) {
					send(ITEM_RESULT, task, new byte[] { 1 });
				}
			}
			case "stack unasked" -> send(STACK, task, new byte[] { 0 });
			case "ready twice" -> send(READY, 0, new byte[0]);
			case "start failed late" -> send(START_FAILED, 0, new byte[0]);
			case "spoilt progress" -> send(PROGRESS, task, new byte[3]);
			case "spoilt value" -> send(RESULT, task, new byte[] { 77 });
			case "gadget" -> send(RESULT, task, gadget(new byte[] { SERIALIZED }));
			case "gadget for a failure" -> send(FAILURE, task, gadgetForFailure());
			case "bomb" -> send(RESULT, task, bomb());
			case "spoilt failure" -> send(FAILURE, task, new byte[] { 1, 2 });
			default -> throw new IllegalArgumentException(answer);
		}
	}

	/** What no worker sends: a failure that is serialized as something else. */
	private static byte[] gadgetForFailure() throws IOException {
		byte[] described = new FailureCodec(new ValueCodec(FakeWorker.class.getClassLoader(), 1))
			.encode(new InWorker.Unsendable());
		byte[] gadget = gadget(described);
		return ByteBuffer.wrap(gadget)
			.putInt(described.length - Integer.BYTES, gadget.length - described.length)
			.array(); // its object follows
	}

	/**
	 * Lists within each other, each of which claims as many elements as one could fill.
	 */
	private static byte[] bomb() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(SERIALIZED);
		bytes.writeBytes(MemoryBomb.lists(900, 500_000));
		return bytes.toByteArray();
	}

	private static byte[] gadget(byte[] head) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(head);
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(new Gadget());
		}
		return bytes.toByteArray();
	}

	private static ByteBuffer number(long number) {
		return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, number);
	}

	private void send(int type, long id, byte[] body) throws IOException {
		write(header(9 + body.length, type, id));
		write(body);
	}

	private static byte[] header(int length, int type, long id) {
		return ByteBuffer.allocate(13).putInt(length).put((byte) type).putLong(id).array();
	}

	private void write(byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			this.channel.write(buffer);
		}
	}

	private long receive() throws IOException {
		ByteBuffer header = read(13);
		read(header.getInt() - 9);
		header.get();
		return header.getLong();
	}

	private ByteBuffer read(int bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(bytes);
		while (buffer.hasRemaining()) {
			if (this.channel.read(buffer) < 0) {
				throw new IOException("the pool has closed the connection");
			}
		}
		return buffer.flip();
	}

}
