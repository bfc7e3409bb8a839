package com.thirdparty;

import java.io.IOException;
import java.io.ObjectInputStream;

/**
 * A library's exception with reading code of its own.
 */
public class GadgetException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	static {
		System.setProperty(Gadget.TRACE, "exception initialized");
	}

	public GadgetException(String message) {
		super(message);
	}

	private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
		in.defaultReadObject();
		System.setProperty(Gadget.TRACE, "exception read");
	}

}
