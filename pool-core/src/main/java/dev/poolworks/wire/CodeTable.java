package dev.poolworks.wire;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Code that has no captured values is the same for every call: it is encoded once, sent
 * to a worker once, and then called by number. Thread-safe.
 */
final class CodeTable {

	private final AtomicInteger numbers = new AtomicInteger();

	private final ClassValue<Slot> slots = new ClassValue<>() {

		@Override
		protected Slot computeValue(Class<?> type) {
			return new Slot();
		}

	};

	/**
	 * The code as it goes over the wire.
	 * @param code a lambda, a method reference or an object
	 * @param codec encodes it
	 * @return with a number from 1 if it may be cached, else 0
	 */
	EncodedTask.Code encode(Object code, ValueCodec codec) {
		Slot slot = this.slots.get(code.getClass());
		EncodedTask.Code known = slot.code;
		if (known != null) {
			return known;
		}
		ValueCodec.EncodedCode encoded = codec.encodeCode(code, "task");
		if (!encoded.withoutCaptures() || slot.captures) {
			slot.captures = true;
			return new EncodedTask.Code(0, encoded.bytes());
		}
		synchronized (slot) {
			if (slot.code == null) {
				slot.code = new EncodedTask.Code(this.numbers.incrementAndGet(), encoded.bytes());
			}
			return slot.code;
		}
	}

	/**
	 * What is known of a class.
	 */
	private static final class Slot {

		private volatile EncodedTask.@Nullable Code code;

		private volatile boolean captures;

	}

}
