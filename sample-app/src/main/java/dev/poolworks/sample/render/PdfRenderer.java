package dev.poolworks.sample.render;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import javax.imageio.ImageIO;

import dev.poolworks.spring.PooledTask;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

import org.springframework.stereotype.Component;

/**
 * Counts and draws the pages of a PDF with Apache PDFBox. Called through Spring, every
 * method runs in a worker process of the pool {@code render} and its exception arrives in
 * the future; called directly, it runs in the calling thread and throws. Thread-safe:
 * each call opens the document for itself.
 */
@Component
public class PdfRenderer {

	/**
	 * Counts the pages.
	 * @param pdf the file
	 * @param name what people call the document; for the task's name only
	 * @return the number of pages, from 0
	 * @throws IOException if the file is no PDF or is damaged;
	 * {@link org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException} if it does
	 * not open without a password
	 */
	@PooledTask(pool = "render", name = "inspect {1}", idempotent = true)
	public CompletableFuture<Integer> countPages(Path pdf, String name) throws IOException {
		try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
			return CompletableFuture.completedFuture(document.getNumberOfPages());
		}
	}

	/**
	 * Draws one page and reads its text.
	 * @param pdf the file
	 * @param name what people call the document; for the task's name only
	 * @param number the page, from 1
	 * @param side length of the longer side of the image, in pixels
	 * @return the page
	 * @throws IOException if the file, or that page of it, is damaged
	 */
	@PooledTask(pool = "render", name = "page {2} of {1}", idempotent = true)
	public CompletableFuture<RenderedPage> page(Path pdf, String name, int number, int side) throws IOException {
		try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
			BufferedImage image = draw(document, number, side);
			RenderedPage page = new RenderedPage(png(image), image.getWidth(), image.getHeight(),
					text(document, number));
			return CompletableFuture.completedFuture(page);
		}
	}

	private static BufferedImage draw(PDDocument document, int number, int side) throws IOException {
		PDFRenderer renderer = new PDFRenderer(document);
		// A photograph of 100 megapixels need not be decoded in full for a thumbnail.
		renderer.setSubsamplingAllowed(true);
		PDRectangle box = document.getPage(number - 1).getCropBox();
		float longerSide = Math.max(1, Math.max(box.getWidth(), box.getHeight()));
		return renderer.renderImage(number - 1, side / longerSide, ImageType.RGB);
	}

	private static byte[] png(BufferedImage image) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ImageIO.write(image, "png", out);
		return out.toByteArray();
	}

	private static String text(PDDocument document, int number) throws IOException {
		PDFTextStripper stripper = new PDFTextStripper();
		stripper.setStartPage(number);
		stripper.setEndPage(number);
		return stripper.getText(document);
	}

}
