package dev.poolworks.sample.document;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

import dev.poolworks.sample.problem.Problem;
import dev.poolworks.sample.problem.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentStoreTests {

	private static final Instant NOW = Instant.parse("2026-05-04T03:02:01.123Z");

	private static final UUID ID = new UUID(1, 1);

	private EmbeddedDatabase database;

	private DocumentStore store;

	@BeforeEach
	void createDatabase() {
		this.database = new EmbeddedDatabaseBuilder().generateUniqueName(true)
			.setType(EmbeddedDatabaseType.H2)
			.addScript("schema.sql")
			// Every start of the service runs the script.
			.addScript("schema.sql")
			.build();
		this.store = new DocumentStore(JdbcClient.create(this.database), Clock.fixed(NOW, ZoneOffset.UTC));
	}

	@AfterEach
	void shutDownDatabase() {
		this.database.shutdown();
	}

	@Test
	void documentAddedIsFoundAsItWasReturned() {
		Document added = this.store.add(ID, "report ü.pdf", 123);
		assertThat(added)
			.isEqualTo(new Document(ID, "report ü.pdf", 123, DocumentState.QUEUED, 0, 0, 0, 0, NOW, null, null));
		assertThat(this.store.find(ID)).contains(added);
	}

	@Test
	void unknownDocumentIsNotFound() {
		assertThat(this.store.find(ID)).isEmpty();
	}

	@Test
	void pagesAreCountedByOutcome() {
		this.store.add(ID, "report.pdf", 1);
		this.store.rendering(ID, 4);
		this.store.finishPage(ID, new Page(1, 10, 20, 100, null));
		this.store.finishPage(ID, new Page(3, 10, 20, 11, null));
		this.store.finishPage(ID, Page.failed(2, problem(ProblemType.TOO_SLOW)));
		Document document = this.store.find(ID).orElseThrow();
		assertThat(document.state()).isEqualTo(DocumentState.RENDERING);
		assertThat(document.pages()).isEqualTo(4);
		assertThat(document.pagesDone()).isEqualTo(2);
		assertThat(document.pagesFailed()).isEqualTo(1);
		assertThat(document.textLength()).isEqualTo(111);
		assertThat(this.store.pages(ID)).extracting(Page::number).containsExactly(1, 2, 3);
	}

	@Test
	void pageFinishedAgainReplacesTheFirst() {
		this.store.add(ID, "report.pdf", 1);
		this.store.finishPage(ID, Page.failed(1, problem(ProblemType.WORKER_CRASHED)));
		this.store.finishPage(ID, new Page(1, 10, 20, 5, null));
		assertThat(this.store.pages(ID)).containsExactly(new Page(1, 10, 20, 5, null));
	}

	@Test
	void pageOfADeletedDocumentIsNotWritten() {
		this.store.finishPage(ID, new Page(1, 10, 20, 5, null));
		assertThat(this.store.pages(ID)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void problemIsReadAsItWasWritten(ProblemType type) {
		this.store.add(ID, "report.pdf", 1);
		this.store.finish(ID, problem(type));
		this.store.finishPage(ID, Page.failed(1, problem(type)));
		Document document = this.store.find(ID).orElseThrow();
		assertThat(document.state()).isEqualTo(DocumentState.FAILED);
		assertThat(document.problem()).isEqualTo(problem(type));
		assertThat(document.finished()).isEqualTo(NOW);
		assertThat(this.store.page(ID, 1)).contains(Page.failed(1, problem(type)));
	}

	@Test
	void unfinishedAreTheQueuedAndTheRendering() {
		UUID queued = new UUID(2, 1);
		UUID rendering = new UUID(2, 2);
		UUID done = new UUID(2, 3);
		UUID failed = new UUID(2, 4);
		for (UUID id : new UUID[] { queued, rendering, done, failed }) {
			this.store.add(id, "report.pdf", 1);
		}
		this.store.rendering(rendering, 2);
		this.store.finish(done, null);
		this.store.finish(failed, problem(ProblemType.DAMAGED));
		assertThat(this.store.unfinished()).extracting(Document::id).containsExactly(queued, rendering);
		assertThat(this.store.ids()).containsExactlyInAnyOrder(queued, rendering, done, failed);
	}

	@Test
	void newestKeepsToItsLimit() {
		this.store.add(new UUID(2, 1), "1.pdf", 1);
		this.store.add(new UUID(2, 2), "2.pdf", 1);
		assertThat(this.store.newest(1)).hasSize(1);
		assertThat(this.store.newest(10)).hasSize(2);
	}

	@Test
	void deletedDocumentIsGoneWithItsPages() {
		this.store.add(ID, "report.pdf", 1);
		this.store.finishPage(ID, new Page(1, 10, 20, 5, null));
		assertThat(this.store.delete(ID)).isTrue();
		assertThat(this.store.find(ID)).isEmpty();
		assertThat(this.store.pages(ID)).isEmpty();
		assertThat(this.store.delete(ID)).isFalse();
	}

	private static Problem problem(ProblemType type) {
		return new Problem(type, "What happened to it: " + type);
	}

}
