package com.thirdparty;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/**
 * A class of some library whose code runs when it is read, as attackers like it: leaves a
 * trace whether it is initialized, read or resolved, compared or hashed.
 */
public final class Gadget implements Serializable, Comparable<Gadget> {

	/** A system property: to look at it does not initialize this class. */
	public static final String TRACE = "gadget.ran";

	private static final long serialVersionUID = 1L;

	static {
		trace("initialized");
	}

	private static void trace(String what) {
		System.setProperty(TRACE, System.getProperty(TRACE, "") + " " + what);
	}

	private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
		in.defaultReadObject();
		trace("read");
	}

	private Object readResolve() {
		trace("resolved");
		return this;
	}

	@Override
	public int compareTo(Gadget other) {
		trace("compared");
		return 0;
	}

	@Override
	public boolean equals(Object other) {
		trace("compared");
		return this == other;
	}

	@Override
	public int hashCode() {
		trace("hashed");
		return 1;
	}

}
