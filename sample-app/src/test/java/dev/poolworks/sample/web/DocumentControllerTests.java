package dev.poolworks.sample.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.poolworks.sample.document.Document;
import dev.poolworks.sample.document.DocumentState;
import dev.poolworks.sample.document.Documents;
import dev.poolworks.sample.document.Page;
import dev.poolworks.sample.document.SampleProperties;
import dev.poolworks.sample.problem.Problem;
import dev.poolworks.sample.problem.ProblemException;
import dev.poolworks.sample.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;

import static org.hamcrest.Matchers.containsString;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

@WebMvcTest(DocumentController.class)
@EnableConfigurationProperties({ SampleProperties.class, MultipartProperties.class })
class DocumentControllerTests {

	private static final UUID ID = UUID.fromString("7b1cb5a4-3a6b-4c9d-8a6e-111111111111");

	private static final Problem SLOW = new Problem(ProblemType.TOO_SLOW, "Page 2 was stopped.");

	@Autowired
	private MockMvc mvc;

	@MockitoBean
	private Documents documents;

	@Test
	void uploadIsAcceptedWithALink() throws Exception {
		given(this.documents.submit(eq("report.pdf"), any())).willReturn(document(DocumentState.QUEUED, null));
		this.mvc.perform(multipart("/documents").file(upload("C:\\users\\me\\..\\report.pdf")))
			.andExpect(status().isAccepted())
			.andExpect(header().string(HttpHeaders.LOCATION, "/documents/" + ID))
			.andExpect(jsonPath("$.id").value(ID.toString()))
			.andExpect(jsonPath("$.state").value("queued"))
			.andExpect(jsonPath("$.links.self").value("/documents/" + ID));
	}

	@Test
	void uploadIsRefusedForAWhileWhenThePoolIsFull() throws Exception {
		given(this.documents.submit(any(), any()))
			.willThrow(new ProblemException(new Problem(ProblemType.BUSY, "There was no room.")));
		this.mvc.perform(multipart("/documents").file(upload("report.pdf")))
			.andExpect(status().isServiceUnavailable())
			.andExpect(header().string(HttpHeaders.RETRY_AFTER, "5"))
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.type").value("/problems.html#busy"))
			.andExpect(jsonPath("$.instance").value("/documents"));
	}

	@Test
	void uploadWithoutAFileIsABadRequest() throws Exception {
		this.mvc.perform(multipart("/documents"))
			.andExpect(status().isBadRequest())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.detail").value(containsString("file")));
	}

	@Test
	void documentTellsItsProgressAndItsPages() throws Exception {
		given(this.documents.get(ID)).willReturn(document(DocumentState.RENDERING, null));
		given(this.documents.pages(ID))
			.willReturn(List.of(new Page(1, 100, 200, 42, null), new Page(2, 0, 0, 0, SLOW)));
		this.mvc.perform(get("/documents/{id}", ID))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.state").value("rendering"))
			.andExpect(jsonPath("$.progress.done").value(1))
			.andExpect(jsonPath("$.progress.failed").value(1))
			.andExpect(jsonPath("$.progress.total").value(3))
			.andExpect(jsonPath("$.textLength").value(42))
			.andExpect(jsonPath("$.problem").doesNotExist())
			.andExpect(jsonPath("$.pages[0].image").value("/documents/" + ID + "/pages/1"))
			.andExpect(jsonPath("$.pages[1].problem.type").value("/problems.html#too-slow"))
			.andExpect(jsonPath("$.pages[1].problem.instance").value("/documents/" + ID + "/pages/2"))
			.andExpect(jsonPath("$.pages[1].image").doesNotExist());
	}

	@Test
	void failedDocumentCarriesItsProblem() throws Exception {
		given(this.documents.get(ID)).willReturn(document(DocumentState.FAILED, SLOW));
		this.mvc.perform(get("/documents/{id}", ID))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.problem.status").value(422))
			.andExpect(jsonPath("$.problem.detail").value("Page 2 was stopped."));
	}

	@Test
	void listHasNoPages() throws Exception {
		given(this.documents.newest(anyInt())).willReturn(List.of(document(DocumentState.DONE, null)));
		this.mvc.perform(get("/documents"))
			.andExpect(jsonPath("$.documents[0].name").value("report.pdf"))
			.andExpect(jsonPath("$.documents[0].pages").doesNotExist());
	}

	@Test
	void pageIsAnImageThatMayBeKept(@TempDir Path directory) throws Exception {
		Path image = Files.write(directory.resolve("page.png"), new byte[] { 1, 2, 3 });
		given(this.documents.image(ID, 1)).willReturn(image);
		String tag = this.mvc.perform(get("/documents/{id}/pages/1", ID))
			.andExpect(status().isOk())
			.andExpect(content().contentType(MediaType.IMAGE_PNG))
			.andExpect(content().bytes(new byte[] { 1, 2, 3 }))
			.andExpect(header().string(HttpHeaders.CACHE_CONTROL, containsString("immutable")))
			.andReturn()
			.getResponse()
			.getHeader(HttpHeaders.ETAG);
		this.mvc.perform(get("/documents/{id}/pages/1", ID).header(HttpHeaders.IF_NONE_MATCH, tag))
			.andExpect(status().isNotModified());
	}

	@Test
	void pageWithAProblemAnswersWithItEvenToABrowserThatWantsAnImage() throws Exception {
		given(this.documents.image(ID, 2)).willThrow(new ProblemException(SLOW));
		this.mvc.perform(get("/documents/{id}/pages/2", ID).accept(MediaType.IMAGE_PNG))
			.andExpect(status().isUnprocessableContent())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(header().string(HttpHeaders.CACHE_CONTROL, "no-store"))
			.andExpect(jsonPath("$.title").value("The document takes too long"));
	}

	@Test
	void pageNotReadySaysWhenToAskAgain() throws Exception {
		given(this.documents.image(ID, 3))
			.willThrow(new ProblemException(new Problem(ProblemType.NOT_READY, "Page 3 is not ready.")));
		this.mvc.perform(get("/documents/{id}/pages/3", ID))
			.andExpect(status().isNotFound())
			.andExpect(header().string(HttpHeaders.RETRY_AFTER, "1"));
	}

	@Test
	void textOfAllPagesIsOneText(@TempDir Path directory) throws Exception {
		Path first = Files.writeString(directory.resolve("1.txt"), "Grüße\n");
		Path second = Files.writeString(directory.resolve("2.txt"), "aus 東京\n");
		given(this.documents.texts(ID)).willReturn(List.of(first, second));
		this.mvc.perform(get("/documents/{id}/text", ID))
			.andExpect(content().contentType(new MediaType("text", "plain", StandardCharsets.UTF_8)))
			.andExpect(content().string("Grüße\naus 東京\n"));
	}

	@Test
	void deletedDocumentHasNothingToSay() throws Exception {
		this.mvc.perform(delete("/documents/{id}", ID)).andExpect(status().isNoContent());
	}

	@Test
	void idThatIsNoneIsABadRequest() throws Exception {
		this.mvc.perform(get("/documents/{id}", "..%2f..%2fetc")).andExpect(status().is4xxClientError());
		this.mvc.perform(get("/documents/{id}", "nonsense"))
			.andExpect(status().isBadRequest())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
	}

	@Test
	void otherContentThanAFormIsRefused() throws Exception {
		this.mvc.perform(post("/documents").contentType(MediaType.APPLICATION_JSON).content("{}"))
			.andExpect(status().isUnsupportedMediaType())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
	}

	private static Document document(DocumentState state, Problem problem) {
		return new Document(ID, "report.pdf", 1234, state, 3, 1, 1, 42, Instant.parse("2026-05-04T03:02:01Z"), null,
				problem);
	}

	private static MockMultipartFile upload(String name) {
		return new MockMultipartFile("file", name, MediaType.APPLICATION_PDF_VALUE, new byte[] { 1 });
	}

}
