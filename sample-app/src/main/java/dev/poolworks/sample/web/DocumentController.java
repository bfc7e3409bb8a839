package dev.poolworks.sample.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.poolworks.sample.document.Document;
import dev.poolworks.sample.document.Documents;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Documents over HTTP.
 */
@RestController
@RequestMapping("/documents")
class DocumentController {

	private static final int MAX_LIMIT = 500;

	private final Documents documents;

	DocumentController(Documents documents) {
		this.documents = documents;
	}

	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	ResponseEntity<DocumentResource> submit(@RequestParam("file") MultipartFile file) throws IOException {
		try (InputStream content = file.getInputStream()) {
			Document document = this.documents.submit(FileName.of(file.getOriginalFilename()), content);
			return ResponseEntity.accepted()
				.location(DocumentResource.self(document.id()))
				.body(DocumentResource.summary(document));
		}
	}

	@GetMapping
	Map<String, List<DocumentResource>> list(@RequestParam(defaultValue = "100") int limit) {
		List<Document> newest = this.documents.newest(Math.max(1, Math.min(limit, MAX_LIMIT)));
		return Map.of("documents", newest.stream().map(DocumentResource::summary).toList());
	}

	@GetMapping("/{id}")
	DocumentResource get(@PathVariable UUID id) {
		return DocumentResource.detailed(this.documents.get(id), this.documents.pages(id));
	}

	/** A page never changes once it is there: whoever has it need not ask again. */
	@GetMapping(path = "/{id}/pages/{number}", produces = MediaType.IMAGE_PNG_VALUE)
	ResponseEntity<Resource> page(@PathVariable UUID id, @PathVariable int number) {
		Path image = this.documents.image(id, number);
		return ResponseEntity.ok()
			.contentType(MediaType.IMAGE_PNG)
			.cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
			.eTag("\"" + id + "-" + number + "\"")
			.body(new FileSystemResource(image));
	}

	@GetMapping("/{id}/text")
	void text(@PathVariable UUID id, HttpServletResponse response) throws IOException {
		List<Path> pages = this.documents.texts(id);
		response.setContentType(MediaType.TEXT_PLAIN_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		OutputStream out = response.getOutputStream();
		for (Path page : pages) {
			Files.copy(page, out);
		}
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable UUID id) {
		this.documents.delete(id);
	}

}
