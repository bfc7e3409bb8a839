package dev.poolworks.sample.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.poolworks.TaskRejectedException;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.sample.TestPdfs;
import dev.poolworks.sample.problem.ProblemException;
import dev.poolworks.sample.problem.ProblemType;
import dev.poolworks.sample.render.RenderedPage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Documents and their pipeline without pools: the renderer runs in the calling thread, or
 * does what a test says.
 */
class DocumentsTests {

	private final ScriptedRenderer renderer = new ScriptedRenderer();

	@TempDir
	private Path data;

	private EmbeddedDatabase database;

	private DocumentStore store;

	private DocumentFiles files;

	private DocumentPipeline pipeline;

	private Documents documents;

	@BeforeEach
	void createService() {
		this.database = new EmbeddedDatabaseBuilder().generateUniqueName(true)
			.setType(EmbeddedDatabaseType.H2)
			.addScript("schema.sql")
			.build();
		this.store = new DocumentStore(JdbcClient.create(this.database), Clock.systemUTC());
		restartService();
	}

	/** All that lives in memory is new; disk and database stay. */
	private void restartService() {
		SampleProperties properties = new SampleProperties(this.data.toString(), false, 20, 100, 4, 3);
		this.files = new DocumentFiles(properties);
		this.pipeline = new DocumentPipeline(this.renderer, new DocumentArchive(this.files, this.store), this.files,
				properties);
		this.documents = new Documents(this.files, this.store, this.pipeline);
	}

	@AfterEach
	void shutDownDatabase() {
		this.database.shutdown();
	}

	@Test
	void documentIsRenderedPageByPage() throws IOException {
		UUID id = submit(TestPdfs.withPages(6));
		Document document = this.documents.get(id);
		assertThat(document.state()).isEqualTo(DocumentState.DONE);
		assertThat(document.pages()).isEqualTo(6);
		assertThat(document.pagesDone()).isEqualTo(6);
		assertThat(document.finished()).isNotNull();
		assertThat(this.documents.image(id, 6)).isNotEmptyFile();
		assertThat(this.documents.texts(id)).hasSize(6);
		assertThat(this.documents.texts(id).get(2)).content().contains("This is page 3");
		assertThat(document.textLength()).isPositive();
	}

	@Test
	void encryptedDocumentFailsAndSaysSo() throws IOException {
		UUID id = submit(TestPdfs.encrypted());
		assertThat(this.documents.get(id).state()).isEqualTo(DocumentState.FAILED);
		assertProblem(ProblemType.ENCRYPTED, () -> this.documents.image(id, 1));
		assertProblem(ProblemType.ENCRYPTED, () -> this.documents.texts(id));
	}

	@Test
	void damagedDocumentFailsAndSaysSo() throws IOException {
		UUID id = submit(TestPdfs.damaged());
		assertProblem(ProblemType.DAMAGED, () -> this.documents.image(id, 1));
	}

	@Test
	void documentWithTooManyPagesFailsBeforeAnyIsDrawn() throws IOException {
		UUID id = submit(TestPdfs.withPages(21));
		assertProblem(ProblemType.TOO_MANY_PAGES, () -> this.documents.texts(id));
		assertThat(this.documents.pages(id)).isEmpty();
	}

	@Test
	void emptyUploadIsRefusedAndLeavesNothing() throws IOException {
		assertProblem(ProblemType.UPLOAD_EMPTY, () -> submit(new byte[0]));
		assertThat(this.store.ids()).isEmpty();
		assertThat(directories()).isEmpty();
	}

	@Test
	void uploadThatBreaksOffLeavesNothing() throws IOException {
		InputStream broken = new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("connection reset");
			}

		};
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.documents.submit("x.pdf", broken));
		assertThat(directories()).isEmpty();
	}

	@Test
	void pageThatIsTooSlowCostsThatPage() throws IOException {
		this.renderer.onPage(2, slow());
		UUID id = submit(TestPdfs.withPages(4));
		Document document = this.documents.get(id);
		assertThat(document.state()).isEqualTo(DocumentState.DONE);
		assertThat(document.pagesDone()).isEqualTo(3);
		assertThat(document.pagesFailed()).isEqualTo(1);
		assertProblem(ProblemType.TOO_SLOW, () -> this.documents.image(id, 2));
		assertThat(this.documents.image(id, 3)).isNotEmptyFile();
		assertThat(this.documents.texts(id)).hasSize(3);
	}

	@Test
	void documentWithoutASingleGoodPageHasFailed() throws IOException {
		this.renderer.onPage(1, new IOException("bad font"));
		this.renderer.onPage(2, new IOException("bad image"));
		UUID id = submit(TestPdfs.withPages(2));
		assertThat(this.documents.get(id).state()).isEqualTo(DocumentState.FAILED);
		assertThat(this.documents.get(id).problem().detail()).contains("bad font");
	}

	@Test
	void documentThatGoesOnCostingWorkersIsGivenUp() throws IOException {
		for (int page = 2; page <= 20; page++) {
			this.renderer.onPage(page, slow());
		}
		UUID id = submit(TestPdfs.withPages(20));
		Document document = this.documents.get(id);
		assertThat(document.state()).isEqualTo(DocumentState.FAILED);
		assertThat(document.problem().detail()).startsWith("3 pages of");
		assertThat(document.pagesFailed()).isEqualTo(3);
		assertThat(this.documents.image(id, 1)).as("what is there can be had").isNotEmptyFile();
		assertProblem(ProblemType.TOO_SLOW, () -> this.documents.image(id, 20));
	}

	@Test
	void documentIsRefusedWhileThePoolIsFull() throws IOException {
		this.renderer.onCount = new TaskRejectedException("full");
		assertProblem(ProblemType.BUSY, () -> submit(TestPdfs.withPages(1)));
		assertThat(this.store.ids()).isEmpty();
		assertThat(directories()).isEmpty();
	}

	@Test
	void pageThatFindsThePoolFullIsTriedAgain() throws IOException {
		this.renderer.onPage(2, new TaskRejectedException("full"));
		UUID id = submit(TestPdfs.withPages(3));
		await().until(() -> this.documents.get(id).state(), DocumentState.DONE::equals);
		assertThat(this.documents.get(id).pagesDone()).isEqualTo(3);
	}

	@Test
	void pageNotRenderedYetIsNotReady() throws IOException {
		this.renderer.holdFrom(1);
		UUID id = submit(TestPdfs.withPages(2));
		assertProblem(ProblemType.NOT_READY, () -> this.documents.image(id, 1));
		assertProblem(ProblemType.NOT_READY, () -> this.documents.texts(id));
		assertProblem(ProblemType.NOT_FOUND, () -> this.documents.image(id, 3));
		assertProblem(ProblemType.NOT_FOUND, () -> this.documents.image(id, 0));
	}

	@Test
	void unknownDocumentIsNotFound() {
		UUID id = UUID.randomUUID();
		assertProblem(ProblemType.NOT_FOUND, () -> this.documents.get(id));
		assertProblem(ProblemType.NOT_FOUND, () -> this.documents.delete(id));
	}

	@Test
	void deletingStopsTheWorkAndLeavesNothing() throws IOException {
		this.renderer.holdFrom(1);
		UUID id = submit(TestPdfs.withPages(2));
		this.documents.delete(id);
		assertThat(this.renderer.held.values()).hasSize(2).allMatch(CompletableFuture::isCancelled);
		assertThat(this.store.ids()).isEmpty();
		assertThat(directories()).isEmpty();
	}

	@Test
	void restartGoesOnWithTheMissingPages() throws IOException {
		this.renderer.holdFrom(3);
		UUID id = submit(TestPdfs.withPages(5));
		assertThat(this.documents.get(id).pagesDone()).isEqualTo(2);
		this.renderer.holdNone();
		this.renderer.drawn = 0;
		restartServiceAndRecover();
		assertThat(this.documents.get(id).state()).isEqualTo(DocumentState.DONE);
		assertThat(this.documents.get(id).pagesDone()).isEqualTo(5);
		assertThat(this.renderer.drawn).isEqualTo(3);
	}

	@Test
	void restartBeginsWithADocumentWhosePagesWereNotCounted() throws IOException {
		UUID id = UUID.randomUUID();
		this.files.receive(id, new ByteArrayInputStream(TestPdfs.withPages(2)));
		this.store.add(id, "report.pdf", 1);
		restartServiceAndRecover();
		assertThat(this.documents.get(id).state()).isEqualTo(DocumentState.DONE);
	}

	@Test
	void restartEndsADocumentThatLacksOnlyItsEnd() throws IOException {
		UUID id = submit(TestPdfs.withPages(2));
		this.store.rendering(id, 2);
		restartServiceAndRecover();
		assertThat(this.documents.get(id).state()).isEqualTo(DocumentState.DONE);
	}

	@Test
	void restartDeletesUploadsThatNeverArrived() throws IOException {
		UUID kept = submit(TestPdfs.withPages(1));
		this.files.receive(UUID.randomUUID(), new ByteArrayInputStream(TestPdfs.withPages(1)));
		restartServiceAndRecover();
		assertThat(directories()).containsExactly(kept.toString());
	}

	@Test
	void failuresDuringShutdownAreNotTheDocuments() throws IOException {
		this.renderer.holdFrom(1);
		UUID id = submit(TestPdfs.withPages(1));
		this.pipeline.stop();
		this.renderer.held.get(1).completeExceptionally(new IllegalStateException("the pool was shut down"));
		assertThat(this.documents.get(id).state()).isEqualTo(DocumentState.RENDERING);
		assertThat(this.documents.pages(id)).isEmpty();
	}

	@Test
	void fullDiskFailsTheDocument() throws IOException {
		this.renderer.holdFrom(1);
		UUID id = submit(TestPdfs.withPages(1));
		this.files.delete(id);
		this.renderer.held.get(1).complete(new RenderedPage(new byte[] { 1 }, 1, 1, ""));
		assertThat(this.documents.get(id).problem().type()).isEqualTo(ProblemType.NOT_STORED);
	}

	private UUID submit(byte[] content) throws IOException {
		return this.documents.submit("report.pdf", new ByteArrayInputStream(content)).id();
	}

	private void restartServiceAndRecover() {
		restartService();
		DocumentRecovery recovery = new DocumentRecovery(this.store, this.files, this.pipeline);
		recovery.afterPropertiesSet();
		recovery.resume();
	}

	private List<String> directories() throws IOException {
		Path root = this.data.resolve("documents");
		if (!Files.exists(root)) {
			return List.of();
		}
		try (Stream<Path> entries = Files.list(root)) {
			return entries.map((entry) -> entry.getFileName().toString()).toList();
		}
	}

	private static void assertProblem(ProblemType type, ThrowingCallable call) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.problem().type()).isEqualTo(type));
	}

	private static TaskTimeoutException slow() {
		return new TaskTimeoutException("late", Phase.RUN, Duration.ofSeconds(20), Duration.ofSeconds(21));
	}

}
