package dev.poolworks.sample.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FileNameTests {

	@ParameterizedTest
	@CsvSource({ "report.pdf, report.pdf", "../../etc/passwd, passwd", "C:\\Users\\me\\Ümläut 東京.pdf, Ümläut 東京.pdf",
			"dir/, unnamed.pdf", "'   ', unnamed.pdf" })
	void nameIsTheLastPartOfThePath(String original, String name) {
		assertThat(FileName.of(original)).isEqualTo(name);
	}

	@Test
	void nameThatIsMissingIsReplaced() {
		assertThat(FileName.of(null)).isEqualTo("unnamed.pdf");
	}

	@Test
	void nameLosesWhatCannotBeShown() {
		assertThat(FileName.of("re\u0000po\nrt\u202e.pdf")).isEqualTo("report.pdf");
	}

	@Test
	void longNameIsCut() {
		assertThat(FileName.of("x".repeat(1000))).hasSize(200);
	}

}
