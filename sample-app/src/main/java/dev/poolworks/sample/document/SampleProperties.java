package dev.poolworks.sample.document;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the sample service.
 *
 * @param data directory of documents and database, made if it is not there
 * @param chaos whether {@code /chaos/*} exists: endless loop, memory bomb, halt
 * @param maxPages pages a document may have
 * @param thumbnailSide length of the longer side of a page image, in pixels
 * @param pagesInFlight pages of one document that may be with the pool at a time; the
 * others wait outside its queue, so that no document keeps the others out
 * @param maxLostWorkers pages of one document that may cost a worker or the whole time
 * limit before the rest of the document is given up
 */
@ConfigurationProperties("sample")
public record SampleProperties(@DefaultValue("./data") String data, boolean chaos, @DefaultValue("200") int maxPages,
		@DefaultValue("640") int thumbnailSide, @DefaultValue("4") int pagesInFlight,
		@DefaultValue("3") int maxLostWorkers) {

	public SampleProperties {
		requirePositive("max-pages", maxPages);
		requirePositive("thumbnail-side", thumbnailSide);
		requirePositive("pages-in-flight", pagesInFlight);
		requirePositive("max-lost-workers", maxLostWorkers);
	}

	/**
	 * Where everything is kept.
	 * @return an absolute path
	 */
	public Path dataDirectory() {
		return Path.of(this.data).toAbsolutePath().normalize();
	}

	private static void requirePositive(String key, int value) {
		if (value < 1) {
			throw new IllegalArgumentException("sample." + key + " is " + value + "; it must be at least 1");
		}
	}

}
