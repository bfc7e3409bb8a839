package dev.poolworks.sample.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import dev.poolworks.sample.render.RenderedPage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * The files of documents, one directory each: the upload, and per page an image and a
 * text. Paths are made of identities and numbers only, never of what a client sent.
 */
@Component
public class DocumentFiles {

	private static final Logger logger = LoggerFactory.getLogger(DocumentFiles.class);

	private final Path root;

	public DocumentFiles(SampleProperties properties) {
		this.root = properties.dataDirectory().resolve("documents");
	}

	/**
	 * Writes an upload to disk as it arrives.
	 * @param id the document
	 * @param upload its content
	 * @return its size in bytes
	 * @throws IOException if the upload ends early or the disk is full; nothing is left
	 * behind then
	 */
	public long receive(UUID id, InputStream upload) throws IOException {
		Path directory = directory(id);
		Files.createDirectories(directory);
		try {
			return Files.copy(upload, source(id));
		}
		catch (IOException | RuntimeException ex) {
			FileSystemUtils.deleteRecursively(directory);
			throw ex;
		}
	}

	/**
	 * Writes image and text of a page. Readers see both files complete or not at all.
	 * @param id the document
	 * @param number the page
	 * @param page its image and text
	 * @throws IOException if they cannot be written
	 */
	public void write(UUID id, int number, RenderedPage page) throws IOException {
		write(text(id, number), page.text().getBytes(StandardCharsets.UTF_8));
		write(image(id, number), page.png());
	}

	private void write(Path file, byte[] content) throws IOException {
		Path unfinished = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".part");
		try {
			Files.write(unfinished, content);
			Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
	}

	/**
	 * Removes all files of a document.
	 * @param id the document
	 */
	public void delete(UUID id) {
		try {
			FileSystemUtils.deleteRecursively(directory(id));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot delete " + directory(id) + "; it is tried again at the next start",
					ex);
		}
	}

	/**
	 * Removes the files of documents that nobody knows: uploads the service was stopped
	 * in the middle of.
	 * @param known the documents to keep
	 */
	public void deleteAllBut(Set<UUID> known) {
		for (Path directory : directories()) {
			try {
				UUID id = UUID.fromString(String.valueOf(directory.getFileName()));
				if (!known.contains(id)) {
					logger.info("Deleting {}: no document belongs to it", directory);
					delete(id);
				}
			}
			catch (IllegalArgumentException ex) {
				logger.warn("Leaving {} alone: its name is no document's", directory);
			}
		}
	}

	private List<Path> directories() {
		try (Stream<Path> entries = Files.list(this.root)) {
			return entries.toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot list " + this.root, ex);
		}
	}

	public Path source(UUID id) {
		return directory(id).resolve("source.pdf");
	}

	public Path image(UUID id, int number) {
		return directory(id).resolve("page-%04d.png".formatted(number));
	}

	public Path text(UUID id, int number) {
		return directory(id).resolve("page-%04d.txt".formatted(number));
	}

	private Path directory(UUID id) {
		return this.root.resolve(id.toString());
	}

}
