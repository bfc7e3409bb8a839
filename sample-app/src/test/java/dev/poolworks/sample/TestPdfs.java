package dev.poolworks.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/**
 * Documents for tests, made on the spot.
 */
public final class TestPdfs {

	private TestPdfs() {
	}

	/** Every page says "This is page n". */
	public static byte[] withPages(int pages) {
		return make(PDRectangle.A4, pages, false);
	}

	/** Does not open without the password. */
	public static byte[] encrypted() {
		return make(PDRectangle.A4, 1, true);
	}

	/** Begins like a PDF and is none. */
	public static byte[] damaged() {
		return "%PDF-1.7\nThe rest of this file was lost.\n".getBytes(StandardCharsets.US_ASCII);
	}

	/** One page of 5 by 5 metres. */
	public static byte[] withHugePage() {
		return make(new PDRectangle(14_400, 14_400), 1, false);
	}

	private static byte[] make(PDRectangle size, int pages, boolean encrypted) {
		try (PDDocument document = new PDDocument()) {
			for (int number = 1; number <= pages; number++) {
				addPage(document, size, "This is page " + number);
			}
			if (encrypted) {
				document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
			}
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			document.save(out);
			return out.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void addPage(PDDocument document, PDRectangle size, String text) throws IOException {
		PDPage page = new PDPage(size);
		document.addPage(page);
		try (PDPageContentStream content = new PDPageContentStream(document, page)) {
			content.beginText();
			content.setFont(new PDType1Font(FontName.HELVETICA), 36);
			content.newLineAtOffset(72, 600);
			content.showText(text);
			content.endText();
		}
	}

}
