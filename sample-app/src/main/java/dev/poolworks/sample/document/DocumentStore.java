package dev.poolworks.sample.document;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.poolworks.sample.problem.Problem;
import dev.poolworks.sample.problem.ProblemType;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Rows of documents and their pages. Plain SQL only, so that another database takes one
 * changed URL. Every method may be repeated after a crash.
 */
@Repository
public class DocumentStore {

	private static final String SELECT = """
			select d.id, d.name, d.size_bytes, d.state, d.page_count, d.created_at, d.finished_at,
			       d.problem_type, d.problem_detail,
			       count(p.page_number) as pages_ended, count(p.problem_type) as pages_failed,
			       coalesce(sum(p.text_length), 0) as text_length
			from document d left join page p on p.document_id = d.id
			""";

	private static final String GROUP = """
			 group by d.id, d.name, d.size_bytes, d.state, d.page_count, d.created_at, d.finished_at,
			          d.problem_type, d.problem_detail
			""";

	private final JdbcClient jdbc;

	private final Clock clock;

	public DocumentStore(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Adds an uploaded document.
	 * @param id its identity
	 * @param name the name of the uploaded file
	 * @param sizeBytes its size
	 * @return the document, queued
	 */
	public Document add(UUID id, String name, long sizeBytes) {
		// The database keeps microseconds; what is returned now must be what is read
		// later.
		Instant now = Instant.ofEpochMilli(this.clock.millis());
		this.jdbc.sql("""
				insert into document (id, name, size_bytes, state, page_count, created_at)
				values (:id, :name, :size, :state, 0, :created)""")
			.param("id", id.toString())
			.param("name", name)
			.param("size", sizeBytes)
			.param("state", DocumentState.QUEUED.name())
			.param("created", Timestamp.from(now))
			.update();
		return new Document(id, name, sizeBytes, DocumentState.QUEUED, 0, 0, 0, 0, now, null, null);
	}

	public Optional<Document> find(UUID id) {
		return this.jdbc.sql(SELECT + "where d.id = :id" + GROUP)
			.param("id", id.toString())
			.query(DocumentStore::document)
			.optional();
	}

	/**
	 * The documents uploaded last.
	 * @param limit how many at most
	 * @return the newest first
	 */
	public List<Document> newest(int limit) {
		return this.jdbc.sql(SELECT + GROUP + "order by d.created_at desc, d.id fetch first :limit rows only")
			.param("limit", limit)
			.query(DocumentStore::document)
			.list();
	}

	/**
	 * The documents that are neither done nor failed.
	 * @return the oldest first
	 */
	public List<Document> unfinished() {
		return this.jdbc.sql(SELECT + "where d.state in (:states)" + GROUP + "order by d.created_at, d.id")
			.param("states", List.of(DocumentState.QUEUED.name(), DocumentState.RENDERING.name()))
			.query(DocumentStore::document)
			.list();
	}

	/**
	 * The identities of all documents.
	 * @return a set of its own
	 */
	public Set<UUID> ids() {
		return new HashSet<>(
				this.jdbc.sql("select id from document").query((rs, row) -> UUID.fromString(rs.getString(1))).list());
	}

	/**
	 * The finished pages of a document.
	 * @param id the document
	 * @return in the order of their numbers
	 */
	public List<Page> pages(UUID id) {
		return this.jdbc.sql("""
				select page_number, width, height, text_length, problem_type, problem_detail
				from page where document_id = :id order by page_number""")
			.param("id", id.toString())
			.query(DocumentStore::page)
			.list();
	}

	public Optional<Page> page(UUID id, int number) {
		return this.jdbc.sql("""
				select page_number, width, height, text_length, problem_type, problem_detail
				from page where document_id = :id and page_number = :number""")
			.param("id", id.toString())
			.param("number", number)
			.query(DocumentStore::page)
			.optional();
	}

	/**
	 * Notes how many pages a document has; they are being rendered from now on.
	 * @param id the document
	 * @param pages their number
	 */
	public void rendering(UUID id, int pages) {
		this.jdbc.sql("update document set state = :state, page_count = :pages where id = :id")
			.param("state", DocumentState.RENDERING.name())
			.param("pages", pages)
			.param("id", id.toString())
			.update();
	}

	/**
	 * Notes that a page is finished. Replaces an earlier note; does nothing if the
	 * document was deleted meanwhile.
	 * @param id the document
	 * @param page the page
	 */
	@Transactional
	public void finishPage(UUID id, Page page) {
		this.jdbc.sql("delete from page where document_id = :id and page_number = :number")
			.param("id", id.toString())
			.param("number", page.number())
			.update();
		Problem problem = page.problem();
		this.jdbc.sql("""
				insert into page (document_id, page_number, width, height, text_length, problem_type, problem_detail)
				select d.id, cast(:number as int), cast(:width as int), cast(:height as int), cast(:text as int),
				       cast(:type as varchar(40)), cast(:detail as varchar(1000))
				from document d where d.id = :id""")
			.param("id", id.toString())
			.param("number", page.number())
			.param("width", page.width())
			.param("height", page.height())
			.param("text", page.textLength())
			.param("type", (problem != null) ? problem.type().slug() : null)
			.param("detail", (problem != null) ? problem.detail() : null)
			.update();
	}

	/**
	 * Notes that a document is done, or failed if there is a problem.
	 * @param id the document
	 * @param problem why it failed, or {@code null}
	 */
	public void finish(UUID id, @Nullable Problem problem) {
		this.jdbc.sql("""
				update document set state = :state, finished_at = :finished, problem_type = :type,
				       problem_detail = :detail
				where id = :id""")
			.param("state", ((problem != null) ? DocumentState.FAILED : DocumentState.DONE).name())
			.param("finished", Timestamp.from(this.clock.instant()))
			.param("type", (problem != null) ? problem.type().slug() : null)
			.param("detail", (problem != null) ? problem.detail() : null)
			.param("id", id.toString())
			.update();
	}

	/**
	 * Removes a document and its pages.
	 * @param id the document
	 * @return whether it was there
	 */
	@Transactional
	public boolean delete(UUID id) {
		this.jdbc.sql("delete from page where document_id = :id").param("id", id.toString()).update();
		return this.jdbc.sql("delete from document where id = :id").param("id", id.toString()).update() > 0;
	}

	private static Document document(ResultSet rs, int row) throws SQLException {
		int ended = rs.getInt("pages_ended");
		int failed = rs.getInt("pages_failed");
		Timestamp finished = rs.getTimestamp("finished_at");
		return new Document(UUID.fromString(rs.getString("id")), rs.getString("name"), rs.getLong("size_bytes"),
				DocumentState.valueOf(rs.getString("state")), rs.getInt("page_count"), ended - failed, failed,
				rs.getLong("text_length"), rs.getTimestamp("created_at").toInstant(),
				(finished != null) ? finished.toInstant() : null, problem(rs));
	}

	private static Page page(ResultSet rs, int row) throws SQLException {
		return new Page(rs.getInt("page_number"), rs.getInt("width"), rs.getInt("height"), rs.getInt("text_length"),
				problem(rs));
	}

	private static @Nullable Problem problem(ResultSet rs) throws SQLException {
		String type = rs.getString("problem_type");
		return (type != null) ? new Problem(ProblemType.of(type), rs.getString("problem_detail")) : null;
	}

}
