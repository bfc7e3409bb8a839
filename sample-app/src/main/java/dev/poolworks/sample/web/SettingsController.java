package dev.poolworks.sample.web;

import dev.poolworks.sample.document.SampleProperties;

import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the page at {@code /} has to know before it asks for anything.
 */
@RestController
class SettingsController {

	private final Settings settings;

	SettingsController(SampleProperties properties, MultipartProperties multipart) {
		this.settings = new Settings(properties.chaos(), multipart.getMaxFileSize().toBytes(), properties.maxPages());
	}

	@GetMapping("/api/settings")
	Settings settings() {
		return this.settings;
	}

	/**
	 * The settings.
	 *
	 * @param chaos whether {@code /chaos/*} exists
	 * @param maxUploadBytes size a document may have
	 * @param maxPages pages a document may have
	 */
	record Settings(boolean chaos, long maxUploadBytes, int maxPages) {

	}

}
