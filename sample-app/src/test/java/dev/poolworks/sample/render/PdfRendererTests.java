package dev.poolworks.sample.render;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import dev.poolworks.sample.TestPdfs;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PdfRendererTests {

	private final PdfRenderer renderer = new PdfRenderer();

	@TempDir
	private Path directory;

	@Test
	void countsThePages() throws IOException {
		assertThat(this.renderer.countPages(file(TestPdfs.withPages(7)), "seven.pdf").join()).isEqualTo(7);
	}

	@Test
	void drawsAPageInTheSizeAskedFor() throws IOException {
		RenderedPage page = this.renderer.page(file(TestPdfs.withPages(2)), "two.pdf", 2, 400).join();
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(page.png()));
		assertThat(image.getHeight()).isEqualTo(page.height()).isBetween(399, 400);
		assertThat(image.getWidth()).isEqualTo(page.width()).isBetween(280, 284);
		assertThat(hasInk(image)).isTrue();
	}

	@Test
	void readsTheTextOfThatPageOnly() throws IOException {
		RenderedPage page = this.renderer.page(file(TestPdfs.withPages(3)), "three.pdf", 2, 100).join();
		assertThat(page.text()).contains("This is page 2").doesNotContain("page 1", "page 3");
	}

	@Test
	void hugePageGivesASmallImageAllTheSame() throws IOException {
		RenderedPage page = this.renderer.page(file(TestPdfs.withHugePage()), "huge.pdf", 1, 300).join();
		assertThat(page.width()).isLessThanOrEqualTo(300);
		assertThat(page.height()).isLessThanOrEqualTo(300);
	}

	@Test
	void encryptedDocumentThrowsThatAPasswordIsMissing() throws IOException {
		Path file = file(TestPdfs.encrypted());
		assertThatExceptionOfType(InvalidPasswordException.class)
			.isThrownBy(() -> this.renderer.countPages(file, "secret.pdf"));
	}

	@Test
	void damagedDocumentThrows() throws IOException {
		Path file = file(TestPdfs.damaged());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.renderer.countPages(file, "damaged.pdf"));
	}

	@Test
	void resultCanCrossAProcessBoundary() throws IOException {
		RenderedPage page = this.renderer.page(file(TestPdfs.withPages(1)), "one.pdf", 1, 50).join();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
			objects.writeObject(page);
		}
		assertThat(out.size()).isGreaterThan(page.png().length);
	}

	private Path file(byte[] content) throws IOException {
		return Files.write(this.directory.resolve("document.pdf"), content);
	}

	private static boolean hasInk(BufferedImage image) {
		for (int y = 0; y < image.getHeight(); y++) {
			for (int x = 0; x < image.getWidth(); x++) {
				if ((image.getRGB(x, y) & 0xFFFFFF) < 0x808080) {
					return true;
				}
			}
		}
		return false;
	}

}
