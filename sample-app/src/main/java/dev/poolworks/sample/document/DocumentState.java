package dev.poolworks.sample.document;

/**
 * Life of a document.
 */
public enum DocumentState {

	/** Uploaded; its pages have not been counted. */
	QUEUED,

	/** Its pages are counted and being drawn. */
	RENDERING,

	/** Every page has an image or a problem of its own, and at least one has an image. */
	DONE,

	/** It has a problem as a whole. */
	FAILED;

	/**
	 * Tells whether nothing more happens to it.
	 * @return whether it is done or failed
	 */
	public boolean isFinal() {
		return this == DONE || this == FAILED;
	}

}
