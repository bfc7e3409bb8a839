package com.thirdparty;

import java.io.IOException;

/**
 * A library's exception as most are: it has fields, and no code that reads them.
 */
public class PlainException extends IOException {

	private static final long serialVersionUID = 1L;

	private final Object detail;

	public PlainException(String message, Object detail) {
		super(message);
		this.detail = detail;
	}

	public Object detail() {
		return this.detail;
	}

}
